// What agencies send by themselves, in every order.
#include <algorithm>

#include "adapter/signing.hpp"
#include "support.hpp"

namespace lianban {
namespace {

constexpr const char* kKey = "police-gateway";
constexpr const char* kSecret = "a secret of the tests";

/// Two agencies that call back, and an act that can be turned back.
constexpr const char* kActs = R"({
  "lianban": 1, "id": "acts", "version": "1.0.0",
  "agencies": {
    "bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}},
    "police": {"title": "Police", "roles": {}}, "insurer": {"title": "Insurer", "roles": {}}
  },
  "form": {"type": "object", "properties": {"plate": {"type": "string"}}},
  "calls": {
    "change": {"title": "Change", "agency": "police", "operation": "change", "answers": "later",
      "request": {"plate": {"var": "form.plate"}}, "reverse": "restore",
      "reply": {"type": "object", "required": ["result"], "properties": {
        "result": {"enum": ["ok", "no"]}, "plate": {"type": "string"}}},
      "outcomes": [
        {"id": "ok", "effect": true, "when": {"and": [{"==": [{"var": "reply.result"}, "ok"]},
          {"or": [{"!": [{"var": "reply.plate"}]}, {"==": [{"var": "reply.plate"}, {"var": "form.plate"}]}]}]}},
        {"id": "no", "when": {"==": [{"var": "reply.result"}, "no"]}}]},
    "restore": {"title": "Restore", "agency": "police", "operation": "restore", "answers": "later",
      "outcomes": [{"id": "ok", "effect": true}]}
  },
  "chart": {"states": [
    {"id": "filed", "transitions": [{"on": "go", "to": "asking"}]},
    {"id": "asking", "call": "change", "transitions": [
      {"on": "call.change.ok", "to": "changed"}, {"on": "call.change.no", "to": "filed"},
      {"on": "leave", "to": "aside"}]},
    {"id": "aside", "transitions": [{"on": "call.change", "to": "changed"}]},
    {"id": "changed", "transitions": [{"on": "end", "to": "over"}]},
    {"id": "over", "kind": "final", "outcome": "recorded", "leaves": ["change"]}
  ]}
})";

class CallingBack : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    for (const char* name : {"police", "insurer"}) {
      AgencyEntry entry;
      entry.callbacks = AgencyCallbacks{};
      entry.callbacks->key = kKey;
      entry.callbacks->secret = std::string(name) + "-secret";
      options.directory.entries[name] = entry;
    }
    options.secret = [](const std::string& name) -> std::optional<std::string> {
      return name == kKey ? std::string(kKey) : std::string(kSecret) + name;
    };
  }

  std::string ask() {
    const std::string id = open("acts", {{"form", {{"plate", "A1"}}}}).case_id;
    expect_accepted(send(id, "go"));
    return id;
  }
  std::string key_of(const std::string& id) {
    const auto calls = engine->open_calls(id);
    EXPECT_FALSE(calls->empty());
    return calls->empty() ? std::string() : calls->front().key;
  }
  static std::string body_of(const std::string& request, const Json& reply) {
    return Json{{"request", request}, {"reply", reply}}.dump();
  }
  Callback signed_by(const std::string& from, std::string body) {
    const SignatureScheme& scheme = *find_signature_scheme("lianban");
    Callback callback;
    callback.agency = from;
    callback.target = "/callbacks/" + from;
    callback.body = std::move(body);
    const adapter::SignatureInputs with{kKey, std::string(kSecret) + from + "-secret",
                                        adapter::format_signature_time(scheme.time, clock->now()),
                                        "nonce-" + std::to_string(1000 + ++nonces_)};
    for (const std::string& line : adapter::signature_headers(
             scheme, {callback.method, callback.target, callback.body}, with)) {
      const std::size_t colon = line.find(": ");
      callback.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    return callback;
  }
  std::string deliver(const Callback& callback) {
    const auto result = engine->deliver_callback(callback);
    return result.ok() ? std::string(to_name(*result)) : result.error().code;
  }
  std::string deliver(const std::string& request, const Json& reply,
                      const std::string& from = "police") {
    return deliver(signed_by(from, body_of(request, reply)));
  }
  std::size_t late_answers(const std::string& id) {
    std::size_t count = 0;
    const auto history = engine->history(id);
    for (const Json& row : *history) {
      for (const Json& entry : row["entries"]) count += entry["k"] == "late_answer" ? 1 : 0;
    }
    return count;
  }

 private:
  int nonces_ = 0;
};

TEST_F(CallingBack, TheAnswerIsTakenAndTheCaseMovesOn) {
  use_file();
  start(kActs);
  const std::string id = ask();
  pump();
  EXPECT_EQ(deliver(key_of(id), {{"result", "ok"}}), "taken");
  EXPECT_EQ(states(id), States{"changed"});
  EXPECT_EQ(show(id)["calls"]["change"]["effect"], "standing");
  expect_sound(id);
}

TEST_F(CallingBack, BeforeTheAgencyHasAcknowledgedItIsTakenAllTheSame) {
  start(kActs);
  const std::string id = ask();
  std::string early;
  agency->answer = [&](const AgencyRequest& request) {
    early = deliver(request.key, {{"result", "ok"}});
    return AgencyAnswer::acknowledged("t-1");
  };
  pump();
  EXPECT_EQ(early, "taken");
  EXPECT_EQ(states(id), States{"changed"});
  EXPECT_TRUE(engine->open_calls(id)->empty());
  EXPECT_EQ(pump().total(), 0u) << "nothing is polled or sent any more";
  expect_sound(id);
}

TEST_F(CallingBack, TheSameBytesAgainAreARepetition) {
  use_file();
  start(kActs);
  const std::string id = ask();
  pump();
  const Callback first = signed_by("police", body_of(key_of(id), {{"result", "ok"}}));
  EXPECT_EQ(deliver(first), "taken");
  const auto revision = show(id)["revision"];
  EXPECT_EQ(deliver(first), "repeated") << "its nonce is known";
  EXPECT_EQ(deliver(signed_by("police", first.body)), "repeated") << "its words are known";
  start();
  EXPECT_EQ(deliver(first), "repeated") << "also after a restart";
  EXPECT_EQ(show(id)["revision"], revision);
}

TEST_F(CallingBack, AnotherAnswerAfterwardsChangesNothingAndIsAnIncident) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "taken");
  EXPECT_EQ(deliver(key, {{"result", "no"}}), "late");
  EXPECT_EQ(states(id), States{"changed"});
  EXPECT_EQ(show(id)["calls"]["change"]["effect"], "standing");
  EXPECT_EQ(late_answers(id), 1u);
  ASSERT_EQ(show(id)["incidents"].size(), 1u);
  EXPECT_EQ(show(id)["incidents"][0]["code"], "call/contradicted");
  // It can be closed with a reason, but the request is not asked again.
  Command retry = command(Verb::kRetry, "i1");
  retry.actor = clerk();
  EXPECT_EQ(refusal_code(engine->submit(id, retry)), "incident/answered");
  Command give_up = command(Verb::kGiveUp, "i1", {{"reason", "police register checked"}});
  give_up.actor = clerk();
  expect_accepted(engine->submit(id, give_up));
  EXPECT_EQ(show(id)["incidents"][0]["by"], "c1");
  EXPECT_EQ(show(id)["incidents"][0]["reason"], "police register checked");
  expect_sound(id);
}

TEST_F(CallingBack, AfterTheStateWasLeftAnActsAnswerStillCounts) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  expect_accepted(send(id, "leave"));
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "taken");
  EXPECT_EQ(states(id), States{"changed"});
}

TEST_F(CallingBack, AfterTheEndItIsKeptWithoutEffect) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "taken");
  expect_accepted(send(id, "end"));
  EXPECT_EQ(deliver(key, {{"result", "no"}}), "late");
  EXPECT_EQ(show(id)["outcome"], "recorded");
  EXPECT_EQ(late_answers(id), 1u);
  EXPECT_TRUE(show(id)["incidents"].empty());
  expect_sound(id);
}

TEST_F(CallingBack, TheAnswerToAnEarlierRequestIsNotTakenForTheNewOne) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string first = key_of(id);
  EXPECT_EQ(deliver(first, {{"result", "no"}}), "taken");
  expect_accepted(send(id, "go"));
  pump();
  const std::string second = key_of(id);
  ASSERT_NE(first, second);
  EXPECT_EQ(deliver(first, {{"result", "ok"}}), "late");
  EXPECT_EQ(states(id), States{"asking"});
  EXPECT_EQ(show(id)["calls"]["change"]["effect"], "possible");
  EXPECT_EQ(deliver(second, {{"result", "ok"}}), "taken");
  EXPECT_EQ(states(id), States{"changed"});
  expect_sound(id);
}

TEST_F(CallingBack, AboutAnotherPlateItIsAnIncidentAndNoApproval) {
  start(kActs);
  const std::string id = ask();
  pump();
  EXPECT_EQ(deliver(key_of(id), {{"result", "ok"}, {"plate", "B2"}}), "misfit");
  EXPECT_EQ(states(id), States{"asking"});
  EXPECT_EQ(show(id)["calls"]["change"]["effect"], "possible");
  ASSERT_EQ(show(id)["incidents"].size(), 1u);
  EXPECT_EQ(show(id)["incidents"][0]["code"], "call/misfit");
}

TEST_F(CallingBack, AnotherAgencyMayNotAnswerForIt) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  EXPECT_EQ(deliver(key, {{"result", "ok"}}, "insurer"), "callback/agency");
  EXPECT_EQ(states(id), States{"asking"});
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "taken");
}

TEST_F(CallingBack, AKeyThatWasNeverGivenOutIsRefused) {
  start(kActs);
  const std::string id = ask();
  pump();
  std::string guessed = key_of(id);
  guessed.back() = guessed.back() == '0' ? '1' : '0';
  EXPECT_EQ(deliver(guessed, {{"result", "ok"}}), "callback/agency");
  EXPECT_EQ(states(id), States{"asking"});
}

TEST_F(CallingBack, ForACaseThatIsNotThereItIsKeptAndTakenWhenItComes) {
  use_file();
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  // Another file knows nothing of it, as after restoring a backup.
  const std::string here = options.database;
  options.database = here + ".restored";
  start(kActs);
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "orphan");
  ASSERT_EQ(engine->callbacks()->size(), 1u);
  EXPECT_FALSE(engine->callbacks()->front().orphan);
  advance_to("2021-09-15T11:00:00+08:00");
  ASSERT_EQ(engine->callbacks()->size(), 1u);
  EXPECT_TRUE(engine->callbacks()->front().orphan) << "an hour later it waits for the operator";
  EXPECT_FALSE(engine->next_due()->has_value());
  const auto again = engine->retry_callback(engine->callbacks()->front().id);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, CallbackResult::kOrphan);
  EXPECT_EQ(engine->retry_callback(99).error().code, "callback/unknown");
}

TEST_F(CallingBack, KilledBetweenKeepingAndTakingTheNextRoundTakesIt) {
  use_file();
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  faults = [](std::string_view point) { return point == "callback:kept"; };
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "waiting");
  EXPECT_EQ(states(id), States{"asking"});
  faults = nullptr;
  start();
  EXPECT_EQ(pump().callbacks, 1u);
  EXPECT_EQ(states(id), States{"changed"});
  EXPECT_TRUE(engine->callbacks()->empty());
}

TEST_F(CallingBack, WhatCannotBeKeptIsNotAcknowledged) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  faults = [](std::string_view point) { return point == "commit:begin"; };
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "callback/busy");
  faults = nullptr;
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "taken");
}

TEST_F(CallingBack, WhatTheCaseCannotTakeNowIsTakenLater) {
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  int commits = 0;
  faults = [&](std::string_view point) { return point == "commit:begin" && ++commits == 2; };
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "waiting");
  faults = nullptr;
  EXPECT_EQ(states(id), States{"asking"});
  advance_to("2021-09-15T09:02:00+08:00");
  EXPECT_EQ(states(id), States{"changed"});
}

/// All orders of: the real answer, the same again, a contradiction, another agency, another plate.
TEST_F(CallingBack, InEveryOrderThereIsOneEffectAndNothingIsLost) {
  start(kActs);
  std::vector<int> order{0, 1, 2, 3, 4};
  do {
    const std::string id = ask();
    pump();
    const std::string key = key_of(id);
    const std::string plain = body_of(key, {{"result", "ok"}});
    bool answered = false;
    std::size_t late = 0;
    for (const int which : order) {
      std::string got;
      if (which < 2) got = deliver(signed_by("police", plain));
      if (which == 2) got = deliver(key, {{"result", "ok"}, {"plate", "A1"}});
      if (which == 3) got = deliver(key, {{"result", "ok"}}, "insurer");
      if (which == 4) got = deliver(key, {{"result", "ok"}, {"plate", "B2"}});
      if (which == 3) {
        EXPECT_EQ(got, "callback/agency");
      } else if (which == 4 && !answered) {
        EXPECT_EQ(got, "misfit");
      } else if (answered) {
        EXPECT_TRUE(got == "late" || got == "repeated") << got;
        late += got == "late" ? 1 : 0;
      } else {
        EXPECT_EQ(got, "taken");
        answered = true;
      }
    }
    EXPECT_EQ(states(id), States{"changed"});
    EXPECT_EQ(show(id)["calls"]["change"]["effect"], "standing");
    EXPECT_EQ(late_answers(id), late);
    expect_sound(id);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(CallingBack, TwoKeysHoldWhileTheyChangeHands) {
  options.directory.entries["police"].callbacks->previous_secret = "police-secret";
  options.directory.entries["police"].callbacks->secret = "new-secret";
  options.directory.entries["police"].callbacks->previous_until =
      moment("2021-09-15T10:00:00+08:00");
  start(kActs);
  const std::string id = ask();
  pump();
  const std::string key = key_of(id);
  clock->set(moment("2021-09-15T10:00:00+08:00"));
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "callback/signature");
  clock->set(moment("2021-09-15T09:59:59+08:00"));
  EXPECT_EQ(deliver(key, {{"result", "ok"}}), "taken");
}

TEST_F(CallingBack, AStandingQuestionIsAnsweredByCallbackUnderItsOwnKey) {
  Json deferred = Json::parse(kDeferred);
  options.directory.entries["registry"] = options.directory.entries["police"];
  start(deferred.dump().c_str());
  const Json opening = {{"form", Json::object()}, {"promises", {"doc"}}};
  const std::string id = open("deferred", opening, "d-1", applicant()).case_id;
  expect_accepted(send(id, "accept", nullptr, {}, clerk()));
  std::string key;
  agency->answer = [&](const AgencyRequest& request) {
    key = request.key;
    return AgencyAnswer::acknowledged({});
  };
  pump();
  ASSERT_NE(key.find(".poll."), std::string::npos);
  std::string guessed = key;
  guessed.back() = guessed.back() == '0' ? '1' : '0';
  const auto by_registry = [&](const std::string& request) {
    Callback callback =
        signed_by("police", body_of(request, {{"found", true}, {"on", "2021-09-15"}}));
    callback.agency = "registry";
    return deliver(callback);
  };
  EXPECT_EQ(by_registry(guessed), "late") << "nobody asks under this key";
  EXPECT_EQ(by_registry(key), "taken");
  EXPECT_EQ(show(id)["deferrals"]["doc"]["state"], "satisfied");
}

}  // namespace
}  // namespace lianban
