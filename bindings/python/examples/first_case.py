"""A vehicle licence from the application to the plate's owner, on one page.

    python3 first_case.py WORKFLOWS    # the folder workflows/ of a checkout of Lianban
"""

import pathlib
import sys

import lianban

WORKFLOWS = pathlib.Path(sys.argv[1])
ZHANG = {"id": "zhang", "roles": ["applicant"]}
CLERK = {"id": "c1", "roles": ["transport.window_clerk"]}
REVIEWER = {"id": "r1", "roles": ["transport.reviewer"]}
APPROVER = {"id": "a1", "roles": ["transport.approver"]}

APPLICATION = {
    "channel": "window",
    "form": {
        "applicant": {"name": "张伟", "id_number": "330302198512124560", "phone": "13800000001"},
        "vehicle": {"plate": "浙CD12345", "vin": "LGXCE6CB1M0000001", "make": "比亚迪秦PLUS EV",
                    "seats": 5, "energy": "bev", "first_registered": "2021-08-20",
                    "odometer_km": 120, "wheelbase_mm": 2718, "range_km": 400},
        "delivery": {"by": "window"},
    },
    "materials": {"application_form": {}, "registration_certificate": {}, "driving_licence": {},
                  "safety_devices_proof": {}},
    "promises": ["carrier_policy"],
}
POLICY = {"found": True, "policy_no": "CX-1", "plate": "浙CD12345", "vin": "LGXCE6CB1M0000001",
          "kind": "carrier_liability", "effective_from": "2021-09-15",
          "effective_to": "2022-09-30"}

with lianban.Engine(calendars=WORKFLOWS / "calendars",
                    virtual_clock="2021-09-15T09:00:00+08:00") as engine:
    engine.definition_publish(WORKFLOWS / "wenzhou-ride-hailing-vehicle.json")
    case = engine.case_open("wenzhou-ride-hailing-vehicle",
                            {"request_id": "web-1", "data": APPLICATION, "actor": ZHANG})["case"]
    try:
        engine.case_submit(case, {"verb": "send", "subject": "accept", "actor": CLERK})
    except lianban.Refused as refused:
        print("not yet:", refused.message["en"])

    # The registers and the police are yours to ask; here they answer at once.
    for task in engine.tasks(timeout_ms=0, agency="data_platform"):
        engine.task_complete(task["token"], {"found": True, "no": task["operation"]})
    engine.case_submit(case, {"verb": "send", "subject": "accept", "actor": CLERK})
    engine.case_submit(case, {"verb": "send", "subject": "pass", "actor": REVIEWER})
    for task in engine.tasks(timeout_ms=0, agency="police"):
        engine.task_complete(task["token"], {"result": "approved", "licence_no": "XSZ-1"})
    engine.case_submit(case, {"verb": "reply", "subject": "insurer_policy", "data": POLICY})
    engine.case_submit(case, {"verb": "send", "subject": "approve", "actor": APPROVER})
    done = engine.case_submit(case, {"verb": "send", "subject": "hand_over", "actor": CLERK})

    print(f"case {done['number']}: {done['outcome']} after {done['revision']} steps")
    for licence in engine.licences():
        print(f"licence {licence['number']}, valid until {licence['expires']}")
    print("history sound:", engine.case_verify(case)["sound"])
