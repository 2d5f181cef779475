import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { createRouter } from './app/router.tsx';
import { followOtherTabs, reloadWhenBroughtBack } from './app/session-sync.ts';
import { createStore } from './app/store.ts';
import { startI18n } from './shared/i18n/start-i18n.ts';
import { startSession } from './shared/session/session-thunks.ts';
import './app/styles.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');

await startI18n();
const store = createStore();
followOtherTabs(store);
reloadWhenBroughtBack();
void store.dispatch(startSession());

createRoot(root).render(
  <StrictMode>
    <App store={store} router={createRouter()} />
  </StrictMode>,
);
