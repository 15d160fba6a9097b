// From nothing to a licence: a street stall, one clerk. Argument: folder of the calendar files.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"

	lianban "lianban.org/go"
)

const stall = `{"lianban": 1, "id": "stall", "version": "1.0.0", "number": "S{year}{seq:4}",
  "agencies": {"office": {"lead": true, "roles": {"clerk": "Clerk"}}},
  "open": {"by": ["applicant"]},
  "form": {"type": "object", "properties": {"name": {"type": "string"}}},
  "materials": {"photo": {"title": "Photo of the stall", "required": true, "source": "applicant"}},
  "licences": {"permit": {"title": "Stall permit", "issuer": "office", "number": "P{year}{seq:4}",
    "content": {"name": {"var": "form.name"}}}},
  "chart": {"initial": "filed", "states": [
    {"id": "filed", "holder": "office", "transitions": [
      {"on": "grant", "by": "office.clerk", "to": "granted",
       "do": [{"accept": {}}, {"decide": "granted"}, {"issue": "permit"}]}]},
    {"id": "granted", "kind": "final", "outcome": "granted"}]}}`

type object = map[string]any

func try(result lianban.Result, err error) (answer struct{ Case, Number, Outcome string }) {
	if err == nil {
		err = result.Decode(&answer)
	}
	var refused *lianban.Refused
	if errors.As(err, &refused) {
		fmt.Println("not yet:", refused.Reasons[0].Text.En)
	} else if err != nil {
		log.Fatal(err)
	}
	return answer
}

func main() {
	engine, err := lianban.Open(lianban.Options{
		Config: object{"database": "cases.db", "calendars": os.Args[1]}})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close()
	try(engine.DefinitionPublish(stall))

	wang := object{"id": "wang", "roles": []string{"applicant"}}
	filed := try(engine.CaseOpen("stall", object{"request_id": "web-1", "actor": wang,
		"data": object{"form": object{"name": "王芳"}}}))
	fmt.Println("filed", filed.Number)
	grant := object{"request_id": "web-2", "verb": "send", "subject": "grant",
		"actor": object{"id": "li", "roles": []string{"office.clerk"}}}
	try(engine.CaseSubmit(filed.Case, grant))
	try(engine.CaseSubmit(filed.Case, object{"request_id": "web-3", "verb": "supply",
		"subject": "photo", "data": object{"file": "stall.jpg"}, "actor": wang}))
	fmt.Println(try(engine.CaseSubmit(filed.Case, grant)).Outcome)
}
