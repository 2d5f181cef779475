import type { PartEnd, PartRequest } from './send-file.ts';

/** Sends a part with XMLHttpRequest, because `fetch` does not tell how much of a body is sent. */
export function sendPart({ url, headers, body, signal, onSent }: PartRequest): Promise<PartEnd> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('lost');
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onloadend = () => {
      signal.removeEventListener('abort', abort);
      resolve(endOfStatus(request.status));
    };
    signal.addEventListener('abort', abort);
    request.send(body);
  });
}

/** 0 is no answer at all; 420 is how Cloudinary limits the rate. */
function endOfStatus(status: number): PartEnd {
  if (status >= 200 && status < 300) return 'accepted';
  return status >= 400 && status < 500 && ![408, 420, 429].includes(status) ? 'refused' : 'lost';
}
