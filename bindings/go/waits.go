package lianban

// #include <lianban/lianban.h>
import "C"

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"
	"unsafe"
)

// slice is how long a wait stays in C before it looks at its context again. Waking all waits of the
// engine for the sake of one context would disturb the others.
const slice = 200 * time.Millisecond

func pointer[T any](address *T) unsafe.Pointer { return unsafe.Pointer(address) }

// Event is what one commit did.
type Event struct {
	Cursor    int64           `json:"cursor"`
	Case      string          `json:"case"`
	Revision  int64           `json:"revision"`
	At        string          `json:"at"`
	RequestID string          `json:"request_id"`
	Entries   json.RawMessage `json:"entries"`
}

// waiting repeats a short wait until it gives something, the time is over, the context is done or
// Interrupt was called.
func (e *Engine) waiting(ctx context.Context, wait time.Duration, empty func(Result) bool,
	call func(timeout C.int32_t) (Result, error)) (Result, error) {
	interrupts := e.interrupts.Load()
	end := time.Now().Add(wait)
	for left := wait; ; left = max(time.Until(end), 0) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		result, err := call(milliseconds(min(left, slice)))
		if err != nil || left <= slice || !empty(result) {
			return result, err
		}
		if e.interrupts.Load() != interrupts {
			return nil, &Error{Code: Interrupted, Name: "engine/interrupted",
				Message: Text{Zh: "等待被中断", En: "the wait was interrupted"},
				JSON:    json.RawMessage(`{}`)}
		}
	}
}

func nothing(member string) func(Result) bool {
	return func(result Result) bool {
		var page map[string]json.RawMessage
		return result.Decode(&page) == nil && string(page[member]) == "[]"
	}
}

func idle(result Result) bool {
	var done struct{ Timers, Asked, Answered, Failed, Polled, Opened, Callbacks int }
	return result.Decode(&done) == nil &&
		done.Timers+done.Asked+done.Answered+done.Failed+done.Polled+done.Opened+done.Callbacks == 0
}

// Pump fires limits that are due, calls agencies, takes answers; waits where nothing is due.
func (e *Engine) Pump(ctx context.Context, wait time.Duration) (Result, error) {
	return e.waiting(ctx, wait, idle, func(timeout C.int32_t) (Result, error) {
		var a arguments
		return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
			return C.lianban_engine_pump(h, timeout, out, failed)
		})
	})
}

// EventNext gives the next things that happened, over all cases; Events the same, one by one.
func (e *Engine) EventNext(ctx context.Context, after int64, limit int32,
	wait time.Duration) (Result, error) {
	return e.waiting(ctx, wait, nothing("events"), func(timeout C.int32_t) (Result, error) {
		var a arguments
		return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
			return C.lianban_event_next(h, C.int64_t(after), C.int32_t(limit), timeout, out, failed)
		})
	})
}

// TaskFetch lends requests to agencies that the host carries.
func (e *Engine) TaskFetch(ctx context.Context, query any, wait time.Duration) (Result, error) {
	return e.waiting(ctx, wait, nothing("tasks"), func(timeout C.int32_t) (Result, error) {
		var a arguments
		text := a.json(query)
		return e.call(&a, func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t {
			return C.lianban_task_fetch(h, text, timeout, out, failed)
		})
	})
}

// Events follows what happens after a cursor until the context is done, Interrupt is called or the
// engine is closed; anything else that ends it is given as an error.
func (e *Engine) Events(ctx context.Context, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for {
			var page struct {
				Events []Event
				Next   int64
			}
			result, err := e.EventNext(ctx, after, 100, time.Hour)
			if err == nil {
				err = result.Decode(&page)
			}
			if ctx.Err() != nil || errors.Is(err, Interrupted) || errors.Is(err, Handle) {
				return
			}
			if err != nil {
				yield(Event{}, err)
				return
			}
			for _, event := range page.Events {
				if !yield(event, nil) {
					return
				}
			}
			after = page.Next
		}
	}
}
