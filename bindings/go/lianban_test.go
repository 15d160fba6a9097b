package lianban

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const source = "../.."

type object = map[string]any

func stall(t testing.TB) string {
	program, err := os.ReadFile("example/main.go")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(program), "`")[1]
}

func newEngine(t testing.TB, config object, options Options) *Engine {
	options.Config = object{"calendars": source + "/workflows/calendars"}
	for name, value := range config {
		options.Config[name] = value
	}
	engine, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.DefinitionPublish(stall(t)); err != nil {
		t.Fatal(err)
	}
	return engine
}

func openCase(engine *Engine, request, name string) (id string, err error) {
	result, err := engine.CaseOpen("stall", object{"request_id": request, "data": object{
		"form": object{"name": name}}, "actor": object{"id": "wang", "roles": []string{"applicant"}}})
	if err != nil {
		return "", err
	}
	var answer struct{ Case string }
	err = result.Decode(&answer)
	return answer.Case, err
}

func grant(engine *Engine, id, request string) (Result, error) {
	return engine.CaseSubmit(id, object{"request_id": request, "verb": "send", "subject": "grant",
		"actor": object{"id": "li", "roles": []string{"office.clerk"}}})
}

func TestARefusalIsAnErrorOfItsOwnWithReasons(t *testing.T) {
	engine := newEngine(t, nil, Options{})
	defer engine.Close()
	id, err := openCase(engine, "r1", "王芳𠮷")
	if err != nil {
		t.Fatal(err)
	}
	_, err = grant(engine, id, "r2")
	var refused *Refused
	if !errors.As(err, &refused) || refused.Reasons[0].ID != "photo" {
		t.Fatalf("%#v", err)
	}
	if !errors.Is(err, RefusedCode) || errors.Is(err, NotFound) || refused.Failure.Message.Zh == "" {
		t.Fatal(refused.Failure)
	}
	shown, err := engine.CaseShow(id)
	if err != nil || !strings.Contains(shown.String(), "王芳𠮷") {
		t.Fatal(shown, err)
	}
}

func TestFailuresSayWhat(t *testing.T) {
	engine := newEngine(t, nil, Options{})
	if _, err := engine.CaseShow("none"); !errors.Is(err, NotFound) {
		t.Fatal(err)
	}
	if _, err := engine.CaseShow("a\x00b"); err == nil {
		t.Fatal("a NUL was passed on")
	}
	if _, err := engine.CaseShow("\xff"); !errors.Is(err, Argument) {
		t.Fatal(err)
	}
	if _, err := engine.CallbackDeliver(object{"agency": "police"}, nil); err == nil {
		t.Fatal("an unknown agency was believed")
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.CaseFind(nil); !errors.Is(err, Handle) {
		t.Fatal(err)
	}
}

func TestAContextEndsAWaitAndLeavesOthersAlone(t *testing.T) {
	engine := newEngine(t, nil, Options{})
	defer engine.Close()
	other := make(chan error, 1)
	go func() {
		for range engine.Events(context.Background(), 0) {
			other <- nil
			return
		}
		other <- errors.New("its events ended")
	}()
	ctx, cancel := context.WithCancel(context.Background())
	waits := []func() error{
		func() error { _, err := engine.Pump(ctx, time.Hour); return err },
		func() error { _, err := engine.TaskFetch(ctx, nil, time.Hour); return err },
		func() error { _, err := engine.EventNext(ctx, 99, 1, time.Hour); return err },
	}
	ended := make(chan error)
	for _, wait := range waits {
		go func() { ended <- wait() }()
	}
	cancel()
	for range waits {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if _, err := openCase(engine, "r1", "a"); err != nil {
		t.Fatal(err)
	}
	if err := <-other; err != nil {
		t.Fatal(err)
	}
}

func TestInterruptEndsAWaitThatIsGoingOn(t *testing.T) {
	engine := newEngine(t, nil, Options{})
	defer engine.Close()
	ended := make(chan error, 1)
	go func() {
		_, err := engine.Pump(context.Background(), time.Hour)
		ended <- err
	}()
	for { // one that comes before the wait begins is not meant for it
		if err := engine.Interrupt(); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-ended:
			if !errors.Is(err, Interrupted) {
				t.Fatal(err)
			}
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func TestListenersAndHandlesSurviveTheCollector(t *testing.T) {
	var wakes, lines atomic.Int64
	engine := newEngine(t, nil, Options{Wake: func() { wakes.Add(1); runtime.GC() },
		Log: func(level, line string) { lines.Add(1) }})
	defer engine.Close()
	var all sync.WaitGroup
	seen := 0
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	all.Add(1)
	go func() {
		defer all.Done()
		for event, err := range engine.Events(ctx, 0) {
			if err != nil || event.Case == "" {
				t.Error(err)
			}
			if seen++; seen == 300 {
				return
			}
		}
	}()
	for caller := range 3 {
		all.Add(1)
		go func() {
			defer all.Done()
			for round := range 100 {
				id, err := openCase(engine, fmt.Sprint(caller, "-", round), "名")
				if err != nil {
					t.Error(err)
				}
				if _, err := grant(engine, id, fmt.Sprint(caller, "g", round)); !errors.Is(err, RefusedCode) {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
	if seen != 300 || wakes.Load() == 0 {
		t.Fatal(seen, wakes.Load())
	}
}

func TestAnEngineThatNobodyHasIsClosed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "forgotten.db")
	for range 5 {
		func() { newEngine(t, object{"database": file}, Options{Wake: func() {}}) }()
		deadline := time.Now().Add(20 * time.Second)
		for {
			runtime.GC()
			engine, err := Open(Options{Config: object{"database": file}})
			if err == nil {
				engine.Close()
				break
			}
			if !errors.Is(err, Store) || time.Now().After(deadline) {
				t.Fatal(err)
			}
		}
	}
}

func TestAPanicOfAListenerReachesItsCaller(t *testing.T) {
	engine := newEngine(t, nil, Options{})
	engine.Close()
	armed := false
	engine = newEngine(t, nil, Options{Wake: func() {
		if armed {
			panic("a listener's own fault")
		}
	}})
	defer engine.Close()
	armed = true
	func() {
		defer func() {
			if recover() != "a listener's own fault" {
				t.Error("the panic was lost")
			}
		}()
		_, _ = openCase(engine, "r1", "a")
	}()
	armed = false
	if _, err := openCase(engine, "r1", "a"); err != nil {
		t.Fatal(err)
	}
}

// A process of its own that ends with an engine open and goroutines waiting in it.
func TestAProcessMayEndWithAnOpenEngine(t *testing.T) {
	if file := os.Getenv("LIANBAN_TEST_ENDS_OPEN"); file != "" {
		engine := newEngine(t, object{"database": file}, Options{Wake: runtime.GC})
		go engine.Pump(context.Background(), time.Hour)
		go engine.TaskFetch(context.Background(), nil, time.Hour)
		if _, err := openCase(engine, "r1", "a"); err != nil {
			t.Fatal(err)
		}
		os.Exit(0)
	}
	file := filepath.Join(t.TempDir(), "open.db")
	child := exec.Command(os.Args[0], "-test.run", t.Name())
	child.Env = append(os.Environ(), "LIANBAN_TEST_ENDS_OPEN="+file)
	if output, err := child.CombinedOutput(); err != nil || len(output) != 0 {
		t.Fatal(err, string(output))
	}
	engine := newEngine(t, object{"database": file}, Options{})
	defer engine.Close()
	cases, err := engine.CaseFind(nil)
	var found struct{ Cases []json.RawMessage }
	if err != nil || cases.Decode(&found) != nil || len(found.Cases) != 1 {
		t.Fatal(cases, err)
	}
}

func TestEveryFunctionOfTheHeaderIsUsed(t *testing.T) {
	header, err := os.ReadFile(source + "/bindings/c/include/lianban/lianban.h")
	if err != nil {
		t.Fatal(err)
	}
	var program strings.Builder
	for _, file := range []string{"call.go", "calls.go", "engine.go", "errors.go", "waits.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		program.Write(text)
	}
	functions := regexp.MustCompile(`LIANBAN_CALL (lianban_\w+)\(`).FindAllSubmatch(header, -1)
	if len(functions) < 40 {
		t.Fatal(len(functions))
	}
	said := regexp.MustCompile(`lianban_error_(code|name|message)$`) // all of it is in the JSON
	for _, function := range functions {
		name := string(function[1])
		if !said.MatchString(name) && !strings.Contains(program.String(), "C."+name+"(") {
			t.Error(name)
		}
	}
}
