import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { ResendButton } from '../../shared/components/resend-button.tsx';
import { withReturnPath } from '../../shared/session/return-path.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { type Boxes, emptyBoxes } from './otp-boxes.ts';
import { OtpInput } from './otp-input.tsx';
import { useSignUpFlow } from './sign-up-flow.tsx';
import type { SignUpDraft } from './sign-up-form.ts';
import { useFinishSignUp } from './use-finish-sign-up.ts';
import { useRequestCode } from './use-request-code.ts';

export interface VerifyEmailFormProps {
  readonly draft: SignUpDraft;
  readonly returnTo?: string;
}

/** The code of the mail, and a way to get another one. */
export function VerifyEmailForm({ draft, returnTo }: VerifyEmailFormProps) {
  const { t } = useTranslation('auth');
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const { flow, changeFlow } = useSignUpFlow();
  const { requestCode, requesting } = useRequestCode();
  const { finishSignUp, finishing } = useFinishSignUp(draft);
  const [boxes, setBoxes] = useState<Boxes>(emptyBoxes);
  const [incomplete, setIncomplete] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const errorId = useId();

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (finishing) return;
    const form = event.currentTarget;
    setProblem(undefined);
    const firstEmpty = boxes.indexOf('');
    setIncomplete(firstEmpty >= 0);
    if (firstEmpty >= 0) return focusBox(form, firstEmpty);

    const outcome = await finishSignUp(boxes.join(''));
    if (outcome.done === 'session') return;
    if (outcome.done === 'account') return navigate(withReturnPath('/login', returnTo));
    if (outcome.problem.code === 'password.common') return backToPassword(outcome.problem);
    setProblem(outcome.problem);
    if (outcome.problem.code !== 'otp.invalid') return;
    setBoxes(emptyBoxes);
    focusBox(form, 0);
  }

  function backToPassword(found: ApiProblem) {
    changeFlow({ draft: { ...draft, password: '', confirmPassword: '' }, problem: found });
    return navigate(withReturnPath('/signup', returnTo));
  }

  async function resend(): Promise<void> {
    setProblem(undefined);
    const request = await requestCode(draft.email);
    if ('problem' in request) return setProblem(request.problem);
    changeFlow({ resendAllowedAt: Date.now() + request.retryAfterSeconds * 1000 });
    dispatch(noticeShown({ tone: 'success', text: 'codeSent' }));
  }

  const wrong = incomplete || problem?.code === 'otp.invalid';
  return (
    <form noValidate onSubmit={submit} className="grid gap-6">
      <div id={errorId} className="empty:hidden">
        <ProblemAlert
          problem={problem}
          action={
            problem?.code === 'account.email-taken' && (
              <ButtonLink look="secondary" to={withReturnPath('/login', returnTo)}>
                {t('signUp.logIn')}
              </ButtonLink>
            )
          }
        />
        {incomplete && (
          <p role="alert" className="flex items-center gap-1.5 text-sm text-danger-soft">
            <Icon name="alert" className="size-4" />
            {t('verify.incomplete')}
          </p>
        )}
      </div>
      <OtpInput boxes={boxes} onChange={setBoxes} errorId={wrong ? errorId : undefined} />
      <Button type="submit" busy={finishing}>
        {t('verify.submit')}
      </Button>
      <ResendButton label={t('verify.resend')} allowedAt={flow.resendAllowedAt} busy={requesting} onResend={resend} />
    </form>
  );
}

function focusBox(form: HTMLFormElement, index: number): void {
  form.querySelectorAll('input')[index]?.focus();
}
