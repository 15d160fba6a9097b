#pragma once

#include "model/loading.hpp"

namespace lianban::model {

/// What rules may read (definition-language, section 3), for `loading.context`. Form, replies,
/// material data, vars and the chart's ids must be known. `loading` must outlive the context.
[[nodiscard]] rules::CompileContext make_context(Loading& loading);

/// The same, with `reply.*` as this schema says: for the outcomes of a call.
[[nodiscard]] rules::CompileContext with_reply(const Loading& loading, const Schema& reply);

}  // namespace lianban::model
