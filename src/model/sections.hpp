#pragma once

#include "model/loading.hpp"

namespace lianban::model {

/// The sections of a definition, each in its own file, in the order in which `load` reads them.

void check_top(Loading& loading);      ///< Members of the document.
void load_identity(Loading& loading);  ///< lianban, id, version, title, number, calendar, regions
void load_law(Loading& loading);       ///< law, params
void load_schemas(Loading& loading);   ///< form, vars, replies and material data: what paths need
void load_agencies(Loading& loading);
void load_conditions(Loading& loading);
void load_calls(Loading& loading);
void load_papers(Loading& loading);
void load_clocks(Loading& loading);
void load_licences(Loading& loading);
void load_open(Loading& loading);
/// Numbers the states of the chart in document order, so that they can be referred to.
void collect_states(Loading& loading);
void load_chart(Loading& loading);
void load_materials(Loading& loading);  ///< After chart and calls: `needed_by`, `feeds`.
void load_must_pass(Loading& loading);
void load_properties(Loading& loading);

}  // namespace lianban::model
