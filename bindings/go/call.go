package lianban

// #cgo CFLAGS: -I${SRCDIR}/../c/include
// #cgo LDFLAGS: -llianban_c
// #include <stdlib.h>
// #include <lianban/lianban.h>
import "C"

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unsafe"
)

// Result is the JSON text that a call gave. It goes into a response as it is.
type Result json.RawMessage

// Decode puts it into a value, as json.Unmarshal does.
func (r Result) Decode(into any) error { return json.Unmarshal(r, into) }

// MarshalJSON gives the text itself.
func (r Result) MarshalJSON() ([]byte, error) { return json.RawMessage(r).MarshalJSON() }

func (r Result) String() string { return string(r) }

var errNul = errors.New("lianban: a text with the character U+0000")

// arguments are texts in C's memory for one call, and the first thing that was wrong with them.
type arguments struct {
	texts []*C.char
	err   error
}

func (a *arguments) text(text string) *C.char {
	if strings.IndexByte(text, 0) >= 0 { // C would stop there: silently another text
		a.err = errNul
		return nil
	}
	a.texts = append(a.texts, C.CString(text))
	return a.texts[len(a.texts)-1]
}

// json takes JSON text (string, []byte, json.RawMessage, Result), nil, or what json.Marshal takes.
func (a *arguments) json(value any) *C.char {
	switch given := value.(type) {
	case nil:
		return nil
	case string:
		return a.text(given)
	case []byte:
		return a.text(string(given))
	case json.RawMessage:
		return a.text(string(given))
	}
	text, err := json.Marshal(value)
	if err != nil {
		a.err = err
		return nil
	}
	return a.text(string(text))
}

func (a *arguments) free() {
	for _, text := range a.texts {
		C.free(unsafe.Pointer(text))
	}
}

type libraryCall func(out **C.char, failed *C.lianban_error) C.int32_t

// run makes a call unless an argument was wrong, and takes over what comes out.
func (a *arguments) run(call libraryCall) (Result, error) {
	defer a.free()
	if a.err != nil {
		return nil, a.err
	}
	var out *C.char
	var failed C.lianban_error
	if code := call(&out, &failed); code != C.LIANBAN_DONE {
		return nil, failure(code, failed)
	}
	if out == nil {
		return nil, nil
	}
	defer C.lianban_free(out)
	return Result(C.GoString(out)), nil
}

// Version is that of the library, "0.1.0".
func Version() string { return C.GoString(C.lianban_version()) }

// BuildInfo says how the library was built.
func BuildInfo() Result { return Result(C.GoString(C.lianban_build_info())) }

// Codes lists every code that a call can give.
func Codes() Result { return Result(C.GoString(C.lianban_code_list())) }

// CodeExplain says what a stable code of the checker, prover or planner means; "": all codes.
func CodeExplain(code string) (Result, error) {
	var a arguments
	var name *C.char
	if code != "" {
		name = a.text(code)
	}
	return a.run(func(out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_code_explain(name, out, failed)
	})
}

// DefinitionReport says what can be said about a definition without any case. Kinds: check, fix,
// expand, prove, plan, diagram, document, compare, rehearse.
func DefinitionReport(definition any, kind string, options any) (Result, error) {
	var a arguments
	text, name, given := a.json(definition), a.text(kind), a.json(options)
	return a.run(func(out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_definition_report(text, name, given, out, failed)
	})
}

// ScenarioRun tells every story of a scenario file.
func ScenarioRun(file string, options any) (Result, error) {
	var a arguments
	path, given := a.text(file), a.json(options)
	return a.run(func(out **C.char, failed *C.lianban_error) C.int32_t {
		return C.lianban_scenario_run(path, given, out, failed)
	})
}

func checkABI() error {
	if found := C.lianban_abi_version(); found != C.LIANBAN_ABI_VERSION {
		return fmt.Errorf("lianban: the library has binary interface %d, this package needs %d",
			int32(found), int32(C.LIANBAN_ABI_VERSION))
	}
	return nil
}

// milliseconds for C; a negative time stays negative, which the library refuses.
func milliseconds(wait time.Duration) C.int32_t {
	if wait < 0 {
		return -1
	}
	return C.int32_t(min(wait.Milliseconds(), 1<<31-1))
}
