#pragma once

#include "cli/options.hpp"

namespace lianban::cli {

class Context;

/// One function a command; each gives the exit code (exit_codes.hpp).
int run_demo(Context& context, const DemoArgs& args);
int run_check(Context& context, const CheckArgs& args);
int run_explain(Context& context, const ExplainArgs& args);
int run_agencies_check(Context& context, const AgenciesCheckArgs& args);
int run_test(Context& context, const TestArgs& args);
int run_case_open(Context& context, const OpenArgs& args);
int run_case_list(Context& context, const ListArgs& args);
int run_case_show(Context& context, const CaseArgs& args);
int run_case_actions(Context& context, const ActionsArgs& args);
int run_case_submit(Context& context, const SubmitArgs& args);
int run_case_history(Context& context, const CaseArgs& args);
int run_pump(Context& context, const RunArgs& args);
int run_clock_show(Context& context, const ClockShowArgs& args);
int run_clock_explain(Context& context, const ClockExplainArgs& args);
int run_agency_verify(Context& context, const AgencyVerifyArgs& args);
int run_incident_list(Context& context, const IncidentListArgs& args);
int run_incident_show(Context& context, const IncidentArgs& args);
int run_letters_list(Context& context, const LettersArgs& args);
int run_letters_resend(Context& context, const ResendArgs& args);
int run_callbacks_list(Context& context, const CallbacksArgs& args);
int run_callbacks_retry(Context& context, const CallbackRetryArgs& args);
int run_licence_import(Context& context, const LicenceImportArgs& args);
int run_licence_show(Context& context, const LicenceArgs& args);
int run_licence_list(Context& context, const LicenceListArgs& args);
int run_agencies_status(Context& context, const AgenciesStatusArgs& args);
int run_expand(Context& context, const ExpandArgs& args);
int run_diagram(Context& context, const DiagramArgs& args);
int run_docs(Context& context, const DocsArgs& args);
int run_diff(Context& context, const DiffArgs& args);
int run_version(Context& context);
int run_completion(Context& context, const CompletionArgs& args);
int run_manual(Context& context);
int run_simulate(Context& context, const SimulateArgs& args);
int run_rehearse(Context& context, const RehearseArgs& args);
int run_plan(Context& context, const PlanArgs& args);
int run_init(Context& context, const InitArgs& args);
int run_prove(Context& context, const ProveArgs& args);

}  // namespace lianban::cli
