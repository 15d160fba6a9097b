package lianban

// #include <lianban/lianban.h>
import "C"

import (
	"time"
	"unsafe"
)

// Report answers what an operator asks: stats, agencies, clock, definitions, database.
func (e *Engine) Report(kind string) (Result, error) {
	var a arguments
	first := a.text(kind)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_engine_report(h, first, out, failed)
	})
}

// SetClock moves the clock of an engine that was opened with "virtual_clock".
func (e *Engine) SetClock(instant string) error {
	var a arguments
	first := a.text(instant)
	_, err := e.call(&a, func(h C.lianban_engine, _ **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_engine_set_clock(h, first, failed)
	})
	return err
}

// DefinitionPublish makes a definition available for new cases.
func (e *Engine) DefinitionPublish(definition any) (Result, error) {
	var a arguments
	first := a.json(definition)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_definition_publish(h, first, out, failed)
	})
}

// CaseOpen opens a case.
func (e *Engine) CaseOpen(definition string, command any) (Result, error) {
	var a arguments
	first, second := a.text(definition), a.json(command)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_open(h, first, second, out, failed)
	})
}

// CaseSubmit asks anything else of a case.
func (e *Engine) CaseSubmit(caseID string, command any) (Result, error) {
	var a arguments
	first, second := a.text(caseID), a.json(command)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_submit(h, first, second, out, failed)
	})
}

// CaseShow gives the case as people read it, personal values included.
func (e *Engine) CaseShow(caseID string) (Result, error) {
	var a arguments
	first := a.text(caseID)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_show(h, first, out, failed)
	})
}

// CaseActions says what one person may do now, with the reasons; nil: the host itself.
func (e *Engine) CaseActions(caseID string, actor any) (Result, error) {
	var a arguments
	first, second := a.text(caseID), a.json(actor)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_actions(h, first, second, out, failed)
	})
}

// CaseHistory gives what happened, oldest first.
func (e *Engine) CaseHistory(caseID string) (Result, error) {
	var a arguments
	first := a.text(caseID)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_history(h, first, out, failed)
	})
}

// CaseFind lists cases.
func (e *Engine) CaseFind(query any) (Result, error) {
	var a arguments
	first := a.json(query)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_find(h, first, out, failed)
	})
}

// CaseVerify checks one case against its history.
func (e *Engine) CaseVerify(caseID string) (Result, error) {
	var a arguments
	first := a.text(caseID)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_verify(h, first, out, failed)
	})
}

// CaseExport gives the case for an auditor.
func (e *Engine) CaseExport(caseID string) (Result, error) {
	var a arguments
	first := a.text(caseID)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_export(h, first, out, failed)
	})
}

// CaseCalls lists requests of one case that wait for an answer.
func (e *Engine) CaseCalls(caseID string) (Result, error) {
	var a arguments
	first := a.text(caseID)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_case_calls(h, first, out, failed)
	})
}

// ClockExplain says day by day why each limit of a case's clock ends when it does.
func (e *Engine) ClockExplain(caseID string, clock string) (Result, error) {
	var a arguments
	first, second := a.text(caseID), a.text(clock)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_clock_explain(h, first, second, out, failed)
	})
}

// CalendarExplain says day by day why a limit that begins on a day ends when it does.
func (e *Engine) CalendarExplain(calendar string, from string, limit string) (Result, error) {
	var a arguments
	first, second, third := a.text(calendar), a.text(from), a.text(limit)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_calendar_explain(h, first, second, third, out, failed)
	})
}

// LicenceShow gives one licence of the register.
func (e *Engine) LicenceShow(number string) (Result, error) {
	var a arguments
	first := a.text(number)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_licence_show(h, first, out, failed)
	})
}

// LicenceList gives the register in order of entry.
func (e *Engine) LicenceList(query any) (Result, error) {
	var a arguments
	first := a.json(query)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_licence_list(h, first, out, failed)
	})
}

// LicenceRegister enters a licence that was issued elsewhere.
func (e *Engine) LicenceRegister(licence any) (Result, error) {
	var a arguments
	first := a.json(licence)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_licence_register(h, first, out, failed)
	})
}

// TaskComplete gives the agency's final reply.
func (e *Engine) TaskComplete(token string, reply any) (Result, error) {
	var a arguments
	first, second := a.text(token), a.json(reply)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_task_complete(h, first, second, out, failed)
	})
}

// TaskAcknowledge says that the agency has it and answers later.
func (e *Engine) TaskAcknowledge(token string) (Result, error) {
	var a arguments
	first := a.text(token)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_task_acknowledge(h, first, out, failed)
	})
}

// TaskFail says that this attempt failed.
func (e *Engine) TaskFail(token string, failure any) (Result, error) {
	var a arguments
	first, second := a.text(token), a.json(failure)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_task_fail(h, first, second, out, failed)
	})
}

// PendingList lists what waits for people: incidents, callbacks, letters, errands.
func (e *Engine) PendingList(kind string, query any) (Result, error) {
	var a arguments
	first, second := a.text(kind), a.json(query)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_pending_list(h, first, second, out, failed)
	})
}

// PendingSettle settles a callback, a letter or an errand.
func (e *Engine) PendingSettle(kind string, item any) (Result, error) {
	var a arguments
	first, second := a.text(kind), a.json(item)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_pending_settle(h, first, second, out, failed)
	})
}

// TaskExtend holds a task for longer, from now on.
func (e *Engine) TaskExtend(token string, lease time.Duration) (Result, error) {
	var a arguments
	first := a.text(token)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_task_extend(h, first, C.int64_t(lease.Milliseconds()), out, failed)
	})
}

// CallbackDeliver hands over what an agency sent by itself; the body are the raw bytes as received.
func (e *Engine) CallbackDeliver(request any, body []byte) (Result, error) {
	var a arguments
	first := a.json(request)
	return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
		bytes := (*C.uint8_t)(unsafe.SliceData(body))
		return C.lianban_callback_deliver(h, first, bytes, C.size_t(len(body)), out, failed)
	})
}
