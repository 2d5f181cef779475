/**
 * A WebM as far as its container goes (https://www.webmproject.org/docs/container/): one VP8 track, its length, and a
 * first picture that no decoder would show. For tests of what reads containers.
 */
export function sampleWebm({ seconds, withLength = true }: { seconds: number; withLength?: boolean }): Buffer {
  const head = element(
    '1a45dfa3',
    element('4286', uint(1)),
    element('42f7', uint(1)),
    element('42f2', uint(4)),
    element('42f3', uint(8)),
    element('4282', Buffer.from('webm')),
    element('4287', uint(2)),
    element('4285', uint(2)),
  );
  const information = element(
    '1549a966',
    element('2ad7b1', uint(1_000_000)), // times in milliseconds
    element('4d80', Buffer.from('sample')),
    element('5741', Buffer.from('sample')),
    ...(withLength ? [element('4489', float(seconds * 1000))] : []),
  );
  const video = element('e0', element('b0', uint(128)), element('ba', uint(96)));
  const track = element(
    'ae',
    element('d7', uint(1)),
    element('73c5', uint(1)),
    element('83', uint(1)),
    element('86', Buffer.from('V_VP8')),
    video,
  );
  const cluster = element('1f43b675', element('e7', uint(0)), element('a3', Buffer.from([0x81, 0, 0, 0x80, 0x10])));
  return Buffer.concat([head, element('18538067', information, element('1654ae6b', track), cluster)]);
}

function element(id: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(8);
  size.writeUInt32BE(0x01000000, 0);
  size.writeUInt32BE(body.length, 4);
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

function uint(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function float(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer;
}
