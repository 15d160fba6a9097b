// What the law and the language want of each lifecycle, said without looking at its table.
#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>

#include "base/visit.hpp"
#include "lifecycle/attention.hpp"
#include "lifecycle/call.hpp"
#include "lifecycle/case.hpp"
#include "lifecycle/deferral.hpp"
#include "lifecycle/definition.hpp"
#include "lifecycle/effect.hpp"
#include "lifecycle/licence.hpp"
#include "lifecycle/material.hpp"
#include "lifecycle/task.hpp"

namespace lianban::lifecycle {
namespace {

/// Where a sequence of events leads; nothing as soon as one of them is refused.
template <class State, class Event>
std::optional<State> after(State state, std::initializer_list<Event> events) {
  for (const Event event : events) {
    const auto to = next(state, event);
    if (!to) return std::nullopt;
    state = *to;
  }
  return state;
}

TEST(Case, IsAcceptedOnceAndNotAfterItsDecision) {
  using enum CaseEvent;
  EXPECT_EQ(after(CaseState::kReceived, {kAccept}), CaseState::kAccepted);
  EXPECT_EQ(after(CaseState::kReceived, {kAccept, kAccept}), std::nullopt);
  EXPECT_EQ(after(CaseState::kReceived, {kDecide, kAccept}), std::nullopt);
}

TEST(Case, IsDecidedOnceWithOrWithoutAcceptance) {
  using enum CaseEvent;
  EXPECT_EQ(after(CaseState::kReceived, {kDecide}), CaseState::kDecided);
  EXPECT_EQ(after(CaseState::kReceived, {kAccept, kDecide}), CaseState::kDecided);
  EXPECT_EQ(after(CaseState::kReceived, {kAccept, kDecide, kDecide}), std::nullopt);
}

TEST(Case, TakesEventsUntilItEndsAndThenNone) {
  using enum CaseEvent;
  EXPECT_EQ(after(CaseState::kReceived, {kTake, kAccept, kTake, kDecide, kTake}),
            CaseState::kDecided);
  for (const auto event : {kTake, kAccept, kDecide, kConclude}) {
    EXPECT_EQ(after(CaseState::kReceived, {kConclude, event}), std::nullopt);
  }
}

TEST(Attention, OneReleaseLiftsAFence) {
  using enum AttentionEvent;
  EXPECT_EQ(after(AttentionState::kClear, {kFence}), AttentionState::kFenced);
  EXPECT_EQ(after(AttentionState::kClear, {kFence, kRelease}), AttentionState::kClear);
  EXPECT_EQ(after(AttentionState::kClear, {kRelease}), std::nullopt);
}

TEST(Task, IsDecidedOnceWithOrWithoutAClaim) {
  using enum TaskEvent;
  EXPECT_EQ(after(TaskState::kPending, {kDecide}), TaskState::kDecided);
  EXPECT_EQ(after(TaskState::kPending, {kClaim, kDecide}), TaskState::kDecided);
  EXPECT_EQ(after(TaskState::kPending, {kDecide, kDecide}), std::nullopt);
}

TEST(Task, CannotExpireAfterItsDecision) {
  using enum TaskEvent;
  EXPECT_EQ(after(TaskState::kPending, {kClaim, kDecide, kExpire}), std::nullopt);
}

TEST(Task, IsClaimedByOneAtATimeAndAgainAfterItCameBack) {
  using enum TaskEvent;
  EXPECT_EQ(after(TaskState::kPending, {kClaim, kClaim}), std::nullopt);
  EXPECT_EQ(after(TaskState::kPending, {kReturnBack}), std::nullopt);
  EXPECT_EQ(after(TaskState::kPending, {kClaim, kReturnBack, kClaim}), TaskState::kClaimed);
}

TEST(Material, ARegisterOnlyFillsAGap) {
  using enum MaterialEvent;
  EXPECT_EQ(after(MaterialState::kMissing, {kFetch}), MaterialState::kVerified);
  EXPECT_EQ(after(MaterialState::kMissing, {kSupply, kFetch}), std::nullopt);
  EXPECT_EQ(after(MaterialState::kMissing, {kSupply, kReject, kFetch}), std::nullopt);
}

TEST(Material, WhatIsDisputedIsLookedAtByAPersonAndLeftAloneByQueries) {
  using enum MaterialEvent;
  EXPECT_EQ(after(MaterialState::kMissing, {kFetch, kDispute}), MaterialState::kSupplied);
  EXPECT_EQ(after(MaterialState::kMissing, {kFetch, kDispute, kFetch}), std::nullopt);
  EXPECT_EQ(after(MaterialState::kMissing, {kFetch, kDispute, kVerify}), MaterialState::kVerified);
}

TEST(Material, ARejectedOneIsMendedByTheApplicant) {
  using enum MaterialEvent;
  EXPECT_EQ(after(MaterialState::kMissing, {kSupply, kReject, kVerify}), std::nullopt);
  EXPECT_EQ(after(MaterialState::kMissing, {kSupply, kReject, kSupply, kVerify}),
            MaterialState::kVerified);
}

TEST(Material, AVerifiedOneCannotBeSwappedSilently) {
  using enum MaterialEvent;
  EXPECT_EQ(after(MaterialState::kMissing, {kSupply, kVerify, kSupply}), std::nullopt);
}

TEST(Deferral, ABrokenPromiseIsForfeitedAKeptOneIsDropped) {
  using enum DeferralEvent;
  EXPECT_EQ(after(DeferralState::kPromised, {kDrop}), DeferralState::kDropped);
  EXPECT_EQ(after(DeferralState::kPromised, {kForfeit}), std::nullopt);
  EXPECT_EQ(after(DeferralState::kPromised, {kFallDue, kForfeit}), DeferralState::kForfeited);
  EXPECT_EQ(after(DeferralState::kPromised, {kFallDue, kDrop}), std::nullopt);
}

TEST(Deferral, MayBeSatisfiedOrWaivedWhileItIsOpen) {
  using enum DeferralEvent;
  for (const auto event : {kSatisfy, kWaive}) {
    EXPECT_TRUE(after(DeferralState::kPromised, {event}));
    EXPECT_TRUE(after(DeferralState::kPromised, {kFallDue, event}));
    EXPECT_FALSE(after(DeferralState::kPromised, {kFallDue, kForfeit, event}));
  }
}

TEST(Deferral, FallsDueOnce) {
  using enum DeferralEvent;
  EXPECT_EQ(after(DeferralState::kPromised, {kFallDue, kFallDue}), std::nullopt);
  EXPECT_EQ(after(DeferralState::kPromised, {kSatisfy, kFallDue}), std::nullopt);
}

TEST(Call, AnAnswerIsAppliedOnce) {
  using enum CallEvent;
  EXPECT_EQ(after(CallState::kAsked, {kAcknowledge, kAnswer}), CallState::kAnswered);
  EXPECT_EQ(after(CallState::kAsked, {kAnswer, kAnswer}), std::nullopt);
  EXPECT_EQ(after(CallState::kAsked, {kAnswer, kAcknowledge}), std::nullopt);
}

TEST(Call, ALateAnswerToAnAbandonedCallHasNoEffect) {
  using enum CallEvent;
  EXPECT_EQ(after(CallState::kAsked, {kAbandon, kAnswer}), std::nullopt);
  EXPECT_EQ(after(CallState::kAsked, {kAcknowledge, kAbandon, kAnswer}), std::nullopt);
}

TEST(Call, APersonOrALateAnswerSettlesWhatFailedOrIsUnclear) {
  using enum CallEvent;
  for (const auto trouble : {kFail, kMisfit}) {
    EXPECT_EQ(after(CallState::kAsked, {trouble, kAnswer}), CallState::kAnswered);
    EXPECT_EQ(after(CallState::kAsked, {trouble, kRetry, kAnswer}), CallState::kAnswered);
    EXPECT_EQ(after(CallState::kAsked, {trouble, kAnswerByHand}), CallState::kAnswered);
    EXPECT_EQ(after(CallState::kAsked, {trouble, kGiveUp}), CallState::kAbandoned);
  }
  EXPECT_EQ(after(CallState::kAsked, {kAnswerByHand}), std::nullopt);
}

TEST(Effect, IsPossibleUntilAnAnswerIsKnown) {
  using enum EffectEvent;
  EXPECT_EQ(after(EffectState::kNone, {kSend}), EffectState::kPossible);
  EXPECT_EQ(after(EffectState::kNone, {kSend, kDeny}), EffectState::kNone);
  EXPECT_EQ(after(EffectState::kNone, {kSend, kConfirm}), EffectState::kStanding);
  EXPECT_EQ(after(EffectState::kNone, {kSend, kReverse}), std::nullopt);
}

TEST(Effect, IsUndoneByANewActOnlyAndMayThenBeSoughtAgain) {
  using enum EffectEvent;
  EXPECT_EQ(after(EffectState::kNone, {kSend, kConfirm, kDeny}), std::nullopt);
  EXPECT_EQ(after(EffectState::kNone, {kSend, kConfirm, kReverse}), EffectState::kUndone);
  EXPECT_EQ(after(EffectState::kNone, {kSend, kConfirm, kReverse, kSend}), EffectState::kPossible);
}

TEST(Licence, MayBeSuspendedAndResumedOnceItIsMade) {
  using enum LicenceEvent;
  EXPECT_EQ(after(LicenceState::kIssued, {kSuspend}), std::nullopt);
  EXPECT_EQ(after(LicenceState::kIssued, {kMake, kSuspend, kResume}), LicenceState::kMade);
  EXPECT_EQ(after(LicenceState::kIssued, {kMake, kSuspend, kSuspend}), std::nullopt);
}

TEST(Licence, OnceEndedIsNeverResumedOrEndedOtherwise) {
  using enum LicenceEvent;
  for (const auto end : {kRevoke, kWithdraw, kCancel, kExpire, kReplace}) {
    EXPECT_TRUE(after(LicenceState::kIssued, {kMake, end}));
    EXPECT_TRUE(after(LicenceState::kIssued, {kMake, kSuspend, end}));
    for (const auto event :
         {kMake, kSuspend, kResume, kRevoke, kWithdraw, kCancel, kExpire, kReplace}) {
      EXPECT_FALSE(after(LicenceState::kIssued, {kMake, end, event}));
    }
  }
}

TEST(Definition, IsPublishedOnlyAsItWasValidated) {
  using enum DefinitionEvent;
  EXPECT_EQ(after(DefinitionState::kDraft, {kPublish}), std::nullopt);
  EXPECT_EQ(after(DefinitionState::kDraft, {kValidate, kEdit, kPublish}), std::nullopt);
  EXPECT_EQ(after(DefinitionState::kDraft, {kEdit, kValidate, kPublish}),
            DefinitionState::kPublished);
}

TEST(Definition, IsNotEditedOncePublished) {
  using enum DefinitionEvent;
  EXPECT_EQ(after(DefinitionState::kDraft, {kValidate, kPublish, kEdit}), std::nullopt);
  EXPECT_EQ(after(DefinitionState::kDraft, {kValidate, kPublish, kRetire, kEdit}), std::nullopt);
}

static_assert(base::Named<CaseState> && base::Named<CallState> && base::Named<TaskEvent>);

TEST(Names, AreTheEnumeratorsInSnakeCase) {
  EXPECT_EQ(to_name(CallEvent::kAnswerByHand), "answer_by_hand");
  EXPECT_EQ(to_name(DeferralState::kOverdue), "overdue");
}

TEST(Names, ReadBackWhatTheyWrite) {
  for (const auto name : kNames<LicenceState>) {
    LicenceState state{};
    ASSERT_TRUE(from_name(name, state));
    EXPECT_EQ(to_name(state), name);
  }
}

TEST(Names, AnUnknownOneIsRefusedAndLeavesTheValueAlone) {
  for (const auto* text : {"", "Made", "kMade", "made ", "lost"}) {
    auto state = LicenceState::kSuspended;
    EXPECT_FALSE(from_name(text, state));
    EXPECT_EQ(state, LicenceState::kSuspended);
  }
  EXPECT_EQ(to_name(static_cast<LicenceState>(99)), "");
}

}  // namespace
}  // namespace lianban::lifecycle
