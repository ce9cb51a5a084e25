"""Replaces generated ids with ids that exist. Otherwise, most generated requests would fail with 404 or 422.

Item ids are those of the demo business "trattoria". Order ids are those of orders placed at startup and by the fuzzer.
"""

import json
import os
from urllib.request import Request, urlopen
from uuid import UUID

import schemathesis

PASSWORD = "expediter"


def _request(path, body=None, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = Request(os.environ["EXPEDITER_URL"] + path, json.dumps(body).encode() if body else None, headers)
    with urlopen(request) as response:
        return json.load(response)


def _list_item_ids(business_name):
    business = _request(f"/api/businesses?q={business_name}")["data"][0]
    return [item["id"] for item in _request(f"/api/businesses/{business['id']}/items")["data"]]


def _place_orders():
    token = _request("/api/auth/login", {"username": "diner", "password": PASSWORD})["access_token"]
    # The noodle bar accepts orders manually, so its orders stay pending.
    lines = [(ITEM_IDS[0], 1), (ITEM_IDS[1], 2), (_list_item_ids("noodle")[0], 1)] * 4
    orders = [
        _request("/api/orders", {"items": [{"item_id": item_id, "quantity": quantity}]}, token)
        for item_id, quantity in lines
    ]
    return [order["id"] for order in orders]


ITEM_IDS = _list_item_ids("trattoria")
ORDER_IDS = _place_orders()


def _is_uuid(value):
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    path, body = case.operation.path, case.body
    if path == "/api/orders" and isinstance(body, dict):
        # A generated business id or total would almost never match the items.
        body.pop("business_id", None)
        body.pop("expected_total_cents", None)
        for line in body.get("items", []):
            if _is_uuid(line.get("item_id")):
                line["item_id"] = ITEM_IDS[UUID(line["item_id"]).int % len(ITEM_IDS)]
    if case.media_type == "multipart/form-data" and isinstance(body, dict):
        # The name of a part is sent in a header, which cannot contain control characters.
        for name in [name for name in body if not name.isprintable()]:
            del body[name]
    for name in ("id", "order_id"):
        if path.startswith(("/api/orders/", "/orders/", "/order/")) and name in (case.path_parameters or {}):
            case.path_parameters[name] = ORDER_IDS[len(repr(case.path_parameters)) % len(ORDER_IDS)]


@schemathesis.hook
def after_call(context, case, response):
    if case.operation.path == "/api/orders" and response.status_code == 201:
        ORDER_IDS.append(response.json()["id"])
