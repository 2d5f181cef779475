import { Provider } from 'react-redux';
import { RouterProvider, type RouterProviderProps } from 'react-router/dom';
import type { createStore } from './store.ts';

export interface AppProps {
  readonly store: ReturnType<typeof createStore>;
  readonly router: RouterProviderProps['router'];
}

export function App({ store, router }: AppProps) {
  return (
    <Provider store={store}>
      <RouterProvider router={router} />
    </Provider>
  );
}
