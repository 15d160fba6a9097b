package lianban

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

const hosts = source + "/tests/hosts"

type step struct {
	Call string
	Args []any
	Save map[string]string
}

var library = map[string]any{"code_explain": CodeExplain, "definition_report": DefinitionReport}

// filled is the argument with what was saved, and what stands in files, put in.
func filled(t *testing.T, value any, saved map[string]any) any {
	switch value := value.(type) {
	case []any:
		for place, each := range value {
			value[place] = filled(t, each, saved)
		}
	case map[string]any:
		if name, ok := value["$"]; ok && len(value) == 1 {
			return saved[name.(string)]
		}
		if name, ok := value["$file"]; ok && len(value) == 1 {
			text, err := os.ReadFile(filepath.Join(hosts, name.(string)))
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		for name, each := range value {
			value[name] = filled(t, each, saved)
		}
	}
	return value
}

func at(t *testing.T, value any, pointer string) any {
	for _, part := range strings.Split(pointer, "/")[1:] {
		switch inner := value.(type) {
		case []any:
			place, err := strconv.Atoi(part)
			if err != nil {
				t.Fatal(err)
			}
			value = inner[place]
		case map[string]any:
			value = inner[part]
		}
	}
	return value
}

func argument(t *testing.T, kind reflect.Type, value any) reflect.Value {
	switch number, isNumber := value.(json.Number); {
	case value == nil:
		return reflect.Zero(kind)
	case isNumber:
		whole, err := number.Int64()
		if err != nil {
			t.Fatal(err)
		}
		if kind == reflect.TypeFor[time.Duration]() {
			whole *= int64(time.Millisecond)
		}
		return reflect.ValueOf(whole).Convert(kind)
	case kind == reflect.TypeFor[[]byte]():
		return reflect.ValueOf([]byte(value.(string)))
	}
	return reflect.ValueOf(value)
}

func tell(t *testing.T, engine *Engine, of step, saved map[string]any) string {
	var camel strings.Builder
	for _, word := range strings.Split(strings.TrimPrefix(of.Call, "engine_"), "_") {
		camel.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	method := reflect.ValueOf(engine).MethodByName(camel.String())
	if function, ok := library[of.Call]; ok {
		method = reflect.ValueOf(function)
	}
	var arguments []reflect.Value
	if method.Type().NumIn() > 0 && method.Type().In(0) == reflect.TypeFor[context.Context]() {
		arguments = append(arguments, reflect.ValueOf(context.Background()))
	}
	for _, given := range of.Args {
		kind := method.Type().In(len(arguments))
		arguments = append(arguments, argument(t, kind, filled(t, given, saved)))
	}
	results := method.Call(arguments)
	if err, failed := results[len(results)-1].Interface().(error); failed {
		var failure *Error
		if !errors.As(err, &failure) {
			t.Fatal(of.Call, err)
		}
		return fmt.Sprintf("%s %d %s", of.Call, failure.Code, failure.JSON)
	}
	if len(results) == 1 || len(results[0].Interface().(Result)) == 0 {
		return of.Call + " 0 null"
	}
	result := results[0].Interface().(Result)
	var value any
	decoder := json.NewDecoder(strings.NewReader(result.String()))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	for name, pointer := range of.Save {
		saved[name] = at(t, value, pointer)
	}
	return fmt.Sprintf("%s 0 %s", of.Call, result)
}

func TestTheStoryIsToldByteForByteAsInEveryLanguage(t *testing.T) {
	text, err := os.Open(hosts + "/story.json")
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	var story struct {
		Config    map[string]any
		Calendars string
		Steps     []step
	}
	decoder := json.NewDecoder(text)
	decoder.UseNumber()
	if err := decoder.Decode(&story); err != nil {
		t.Fatal(err)
	}
	expectation, err := os.ReadFile(hosts + "/story.expected")
	if err != nil {
		t.Fatal(err)
	}
	story.Config["database"] = filepath.Join(t.TempDir(), "story.db")
	story.Config["calendars"] = filepath.Join(hosts, story.Calendars)
	engine, err := Open(Options{Config: story.Config})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	expected := strings.Split(strings.TrimSuffix(string(expectation), "\n"), "\n")
	saved, number := map[string]any{}, 0
	for _, each := range story.Steps {
		if each.Call == "" {
			continue
		}
		line := fmt.Sprintf("%d %s", number+1, tell(t, engine, each, saved))
		if number >= len(expected) || line != expected[number] {
			t.Fatalf("step %d\n%s", number+1, line)
		}
		number++
	}
	if number != len(expected) || number < 50 {
		t.Fatal(number, len(expected))
	}
}
