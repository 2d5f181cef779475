"""What Schemathesis cannot know by itself: who asks, from where, and how the providers sign."""

import hashlib
import hmac
import json
import os
import random
import threading
import time
import uuid

import schemathesis
from schemathesis.core import NOT_SET
from schemathesis.core.parameters import ParameterLocation

with open(os.environ["STUDYNOTION_PREPARED"], encoding="utf-8") as file:
    PREPARED = json.load(file)

CHANCE = random.Random(PREPARED["seed"])


def end_with_the_tests():
    while os.read(0, 1):
        pass
    os._exit(1)


threading.Thread(target=end_with_the_tests, daemon=True).start()


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers.update(PREPARED["headers"].get(case.operation.label, {}))
    # Limits count by address, and here is no flood.
    case.headers["X-Forwarded-For"] = f"198.18.{CHANCE.randrange(256)}.{CHANCE.randrange(1, 255)}"
    if "Idempotency-Key" in case.headers and not case.meta.is_negative_at(ParameterLocation.HEADER):
        case.headers["Idempotency-Key"] = str(uuid.UUID(int=CHANCE.getrandbits(128)))
    sign = SIGNATURES.get(case.operation.path)
    if sign is not None and case.body is not NOT_SET:
        case.headers.update(sign(json.dumps(case.body).encode()))


def signed_by_razorpay(body):
    secret = PREPARED["secrets"]["razorpay"].encode()
    return {
        "X-Razorpay-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest(),
        "X-Razorpay-Event-Id": f"event-{uuid.UUID(int=CHANCE.getrandbits(128))}",
    }


def signed_by_cloudinary(body):
    timestamp = str(int(time.time()))
    signed = body + timestamp.encode() + PREPARED["secrets"]["cloudinary"].encode()
    return {"X-Cld-Timestamp": timestamp, "X-Cld-Signature": hashlib.sha1(signed).hexdigest()}


SIGNATURES = {
    "/api/v1/webhooks/razorpay": signed_by_razorpay,
    "/api/v1/webhooks/cloudinary": signed_by_cloudinary,
}


# What no schema can tell, and what the patterns told that were left out for Schemathesis.
NOT_IN_SCHEMAS = {"is not a cursor of this list", "is before from", "must be a slug"}


@schemathesis.check
def valid_input_is_not_called_invalid(ctx, response, case):
    if not case.meta.generation.mode.is_positive or response.status_code != 400:
        return
    problem = response.json()
    if problem["code"] == "request.invalid":
        unexpected = [error for error in problem["errors"] if error["message"] not in NOT_IN_SCHEMAS]
        assert unexpected == [], unexpected
