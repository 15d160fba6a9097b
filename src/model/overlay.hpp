#pragma once

#include <functional>
#include <string_view>

#include "lianban/text.hpp"
#include "model/traced.hpp"

namespace lianban::model {

/// Told of a fault of the overlay: `at_name` where the member's name is meant.
using OverlayFault = std::function<void(std::string_view code, const Origin& at, Text message,
                                        Text hint, bool at_name)>;

/// Lays a definition over another. What has a name merges by its name, null takes it out, all else
/// is replaced as a whole; the states of the chart are named by their ids, their transitions by
/// what they wait for (workflows/README.md, "extends").
void lay_over(Traced& base, const Traced& over, const OverlayFault& fault);
/// The same for `chart` (overlay_chart.cpp).
void lay_chart_over(Traced& base, const Traced& over, const OverlayFault& fault);

/// The member is put, replaced or, by null, taken out; taking out what is not there is a fault.
void lay_member(Traced& base, const std::string& name, const Traced& value,
                const OverlayFault& fault);

}  // namespace lianban::model
