#pragma once

#include "decide/session.hpp"

/// One function per verb. Each returns false when the session was refused.
namespace lianban::decide {

/// A text member of what a command brings; empty where it is missing or no text.
[[nodiscard]] std::string text_in(const Json& data, const char* name);

bool open_case(Session& session, const Command& command);
bool send_event(Session& session, const Command& command);
bool supply(Session& session, const Command& command);
bool verify(Session& session, const Command& command);
bool reject(Session& session, const Command& command);
bool dispute(Session& session, const Command& command);
bool promise(Session& session, const Command& command);
bool amend(Session& session, const Command& command);

// answers.cpp: what agencies say, and what persons do about their silence.
bool answer(Session& session, const std::string& call, const JsonPtr& reply, bool by_hand);
bool acknowledge(Session& session, const std::string& call);
bool fail(Session& session, const std::string& call, const Json& data);
bool retry(Session& session, const Command& command);
bool answer_by_hand(Session& session, const Command& command);
bool give_up(Session& session, const Command& command);
/// What the runtime says of a case that this one opened: its id when it is there, its outcome at
/// its end.
bool child_told(Session& session, const Command& command);

}  // namespace lianban::decide
