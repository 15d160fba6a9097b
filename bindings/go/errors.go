package lianban

// #include <lianban/lianban.h>
import "C"

import (
	"encoding/json"
	"fmt"
)

// Code says what kind of failure it is; the numbers are those of lianban.h and never change. It is
// an error, so that errors.Is(err, lianban.NotFound) asks for one.
type Code int32

// Every code but DONE, in the order of lianban.h.
const (
	RefusedCode   Code = C.LIANBAN_REFUSED
	Argument      Code = C.LIANBAN_ARGUMENT
	Handle        Code = C.LIANBAN_HANDLE
	NotFound      Code = C.LIANBAN_NOT_FOUND
	Conflict      Code = C.LIANBAN_CONFLICT
	Busy          Code = C.LIANBAN_BUSY
	Interrupted   Code = C.LIANBAN_INTERRUPTED
	NoMemory      Code = C.LIANBAN_NO_MEMORY
	Forked        Code = C.LIANBAN_FORKED
	Store         Code = C.LIANBAN_STORE
	Uncertain     Code = C.LIANBAN_UNCERTAIN
	Definition    Code = C.LIANBAN_DEFINITION
	Configuration Code = C.LIANBAN_CONFIGURATION
	Callback      Code = C.LIANBAN_CALLBACK
	Internal      Code = C.LIANBAN_INTERNAL
)

func (c Code) Error() string { return fmt.Sprintf("lianban: code %d", int32(c)) }

// Text is for people, in Chinese and English.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Error is what went wrong in one call.
type Error struct {
	Code      Code            `json:"code"`
	Name      string          `json:"name"` // the engine's own stable code: "store/locked"
	Message   Text            `json:"message"`
	Retryable bool            `json:"retryable"`
	JSON      json.RawMessage `json:"-"` // all there is to say: pointer, line, hint, findings, ...
}

func (e *Error) Error() string { return e.Name + ": " + e.Message.En }

// Is tells errors.Is whether the error has this code.
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code == e.Code
}

// Reason is one reason of a refusal.
type Reason struct {
	Kind  string   `json:"kind"`
	ID    string   `json:"id"`
	Text  Text     `json:"text"`
	Until *string  `json:"until"`
	Basis []string `json:"basis"`
}

// Refused says that the rules of the approval say no. No failure of the program: nothing has
// changed, and asking again later may succeed.
type Refused struct {
	Failure *Error
	Reasons []Reason
}

func (r *Refused) Error() string { return r.Failure.Error() }

// Unwrap makes a refusal an *Error as well.
func (r *Refused) Unwrap() error { return r.Failure }

// failure takes over the error object of a call; without one (no memory) the code must do.
func failure(code C.int32_t, object C.lianban_error) error {
	text := json.RawMessage(C.GoString(C.lianban_error_json(object)))
	C.lianban_error_free(object)
	failed := &Error{JSON: text}
	var reasons struct{ Reasons []Reason }
	if err := json.Unmarshal(text, failed); err != nil {
		return err
	}
	failed.Code = Code(code)
	if failed.Code != RefusedCode {
		return failed
	}
	if err := json.Unmarshal(text, &reasons); err != nil {
		return err
	}
	return &Refused{failed, reasons.Reasons}
}
