// Loaded before everything else where tests reach a site by a name under `localhost`: browsers know that it is this
// machine (RFC 6761 §6.3), the system's resolver need not.
import dns from 'node:dns';

const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(name.endsWith('.localhost') ? 'localhost' : name, ...rest);
