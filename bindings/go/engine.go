// Package lianban embeds Lianban: joint government approvals as durable cases.
//
// Methods have the names of lianban.h (lianban_case_open is [Engine.CaseOpen]), where every member
// of what goes in and comes out is described. An argument of type any is JSON: text (string,
// []byte), nil for NULL, or whatever json.Marshal takes. Any goroutine may call anything.
package lianban

// #include <stdlib.h>
// #include <lianban/lianban.h>
// typedef const char lianban_go_text;
// extern void lianbanGoLog(lianban_go_text*, lianban_go_text*, uintptr_t);
// extern void lianbanGoWake(uintptr_t);
import "C"

import (
	"runtime"
	"runtime/cgo"
	"sync"
	"sync/atomic"
)

// Options say how an engine is opened.
type Options struct {
	// Config is the config_json of lianban.h: database, calendars, directory, http, ...
	Config map[string]any
	// Log receives lines of the log, inside a call on the engine. It may call the engine.
	Log func(level, line string)
	// Wake is told that something was committed. It may call the engine.
	Wake func()
}

// Engine is an open engine.
type Engine struct {
	open       *open
	interrupts atomic.Uint64
	cleanup    runtime.Cleanup
}

// open is what has to be closed, and must not know the Engine: it outlives it.
type open struct {
	handle    C.lianban_engine
	listeners cgo.Handle
	once      sync.Once
}

func (o *open) close() (err error) {
	o.once.Do(func() {
		var a arguments
		_, err = a.run(func(_ **C.char, failed *C.lianban_error) C.int32_t {
			return C.lianban_engine_close(o.handle, failed)
		})
		o.listeners.Delete()
	})
	return err
}

//export lianbanGoLog
func lianbanGoLog(level, line *C.lianban_go_text, user C.uintptr_t) {
	if log := cgo.Handle(user).Value().(*Options).Log; log != nil {
		log(C.GoString((*C.char)(level)), C.GoString((*C.char)(line)))
	}
}

//export lianbanGoWake
func lianbanGoWake(user C.uintptr_t) {
	if wake := cgo.Handle(user).Value().(*Options).Wake; wake != nil {
		wake()
	}
}

// Open opens an engine. It owns its database file. Close it; one that nobody refers to is closed
// by the collector.
func Open(options Options) (*Engine, error) {
	if err := checkABI(); err != nil {
		return nil, err
	}
	var a arguments
	defer a.free()
	if options.Config == nil {
		options.Config = map[string]any{}
	}
	config := a.json(options.Config)
	if a.err != nil {
		return nil, a.err
	}
	opened := &open{listeners: cgo.NewHandle(&options)}
	given := (*C.lianban_engine_options)(C.calloc(1, C.sizeof_lianban_engine_options))
	defer C.free(pointer(given))
	given.struct_size = C.sizeof_lianban_engine_options
	given.config_json = config
	given.user = C.uintptr_t(opened.listeners)
	if options.Log != nil {
		given.log = C.lianban_log_fn(C.lianbanGoLog)
	}
	if options.Wake != nil {
		given.wake = C.lianban_wake_fn(C.lianbanGoWake)
	}
	var failed C.lianban_error
	if code := C.lianban_engine_open(given, &opened.handle, &failed); code != C.LIANBAN_DONE {
		opened.listeners.Delete()
		return nil, failure(code, failed)
	}
	engine := &Engine{open: opened}
	engine.cleanup = runtime.AddCleanup(engine, func(o *open) { _ = o.close() }, opened)
	return engine, nil
}

// Close ends all waits, lets other calls finish, closes. Again: nothing.
func (e *Engine) Close() error {
	e.cleanup.Stop()
	return e.open.close()
}

// Interrupt ends the waits that are going on: they give Interrupted.
func (e *Engine) Interrupt() error {
	e.interrupts.Add(1)
	var a arguments
	_, err := e.call(&a, func(h C.lianban_engine, _ **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_engine_interrupt(h, failed)
	})
	return err
}

type engineCall func(h C.lianban_engine, out **C.char, failed *C.lianban_error) C.int32_t

func (e *Engine) call(a *arguments, call engineCall) (Result, error) {
	// Without it the collector could close the engine under its last call.
	defer runtime.KeepAlive(e)
	return a.run(func(out **C.char, failed *C.lianban_error) C.int32_t {
		return call(e.open.handle, out, failed)
	})
}
