import * as contract from '@studynotion/contracts';
import { api } from '../../shared/api/api.ts';

type BodyOf<Route extends contract.RouteDefinition> = contract.BodyOf<Route>;

export const authApi = api.injectEndpoints({
  endpoints: (build) => ({
    requestOtp: build.mutation<{ retryAfterSeconds: number }, BodyOf<typeof contract.requestOtp>>({
      query: (body) => ({ route: contract.requestOtp, body }),
    }),
    signUp: build.mutation<contract.Account, BodyOf<typeof contract.signUp>>({
      query: (body) => ({ route: contract.signUp, body }),
    }),
    logIn: build.mutation<contract.SessionOpened, BodyOf<typeof contract.logIn>>({
      query: (body) => ({ route: contract.logIn, body }),
    }),
    logOut: build.mutation<null, void>({
      query: () => ({ route: contract.logOut }),
    }),
    forgotPassword: build.mutation<{ retryAfterSeconds: number }, BodyOf<typeof contract.forgotPassword>>({
      query: (body) => ({ route: contract.forgotPassword, body }),
    }),
    resetPassword: build.mutation<null, BodyOf<typeof contract.resetPassword>>({
      query: (body) => ({ route: contract.resetPassword, body }),
    }),
    changePassword: build.mutation<null, BodyOf<typeof contract.changePassword>>({
      query: (body) => ({ route: contract.changePassword, body }),
    }),
  }),
});

export const {
  useRequestOtpMutation,
  useSignUpMutation,
  useLogInMutation,
  useLogOutMutation,
  useForgotPasswordMutation,
  useResetPasswordMutation,
  useChangePasswordMutation,
} = authApi;
