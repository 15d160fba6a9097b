{ Lianban from Free Pascal (and, with small changes, Delphi): opens a case, is refused, reads why.
  Argument: folder of the calendar files. Only what this case needs is declared. }
program FirstCase;

{$mode objfpc}{$H+}
{$codepage UTF8}

const
  Lib = 'lianban_c';

type
  TEngine = QWord;
  TError = QWord;

  TOptions = record
    StructSize: PtrUInt;
    ConfigJson: PAnsiChar;
    Log, Wake: Pointer;
    User: PtrUInt;
  end;

function lianban_abi_version: LongInt; cdecl; external Lib;
procedure lianban_free(Text: PAnsiChar); cdecl; external Lib;
function lianban_error_json(Error: TError): PAnsiChar; cdecl; external Lib;
function lianban_error_free(Error: TError): LongInt; cdecl; external Lib;
{ constref: a const record would go by value. }
function lianban_engine_open(constref Options: TOptions; out Engine: TEngine;
  out Error: TError): LongInt; cdecl; external Lib;
function lianban_engine_close(Engine: TEngine; Error: Pointer): LongInt; cdecl; external Lib;
function lianban_definition_publish(Engine: TEngine; Definition: PAnsiChar; out Text: PAnsiChar;
  out Error: TError): LongInt; cdecl; external Lib;
function lianban_case_open(Engine: TEngine; Definition, Command: PAnsiChar; out Text: PAnsiChar;
  out Error: TError): LongInt; cdecl; external Lib;

const
  Stall = '{"lianban": 1, "id": "stall", "version": "1.0.0", "number": "S{year}{seq:4}", ' +
    '"agencies": {"office": {"lead": true, "roles": {"clerk": "Clerk"}}}, "open": {"by": ["applicant"]}, ' +
    '"form": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}, ' +
    '"chart": {"initial": "filed", "states": [{"id": "filed", "holder": "office"}]}}';
  Wang = '"actor": {"id": "wang", "roles": ["applicant"]}';

{ The text a call gave, or the error's JSON, behind its code. RawByteString: no code page conversion. }
procedure Say(Code: LongInt; Text: PAnsiChar; Error: TError);
begin
  if Code = 0 then
    WriteLn(Code, ' ', RawByteString(Text))
  else
    WriteLn(Code, ' ', RawByteString(lianban_error_json(Error)));
  lianban_error_free(Error);
  lianban_free(Text);
end;

var
  Options: TOptions;
  Engine: TEngine;
  Error: TError;
  Text: PAnsiChar;
  Config: RawByteString;
  Code: LongInt;
begin
  if lianban_abi_version <> 0 then
    Halt(2);
  Config := '{"calendars": "' + ParamStr(1) + '"}';
  FillChar(Options, SizeOf(Options), 0);
  Options.StructSize := SizeOf(Options);
  Options.ConfigJson := PAnsiChar(Config);
  Code := lianban_engine_open(Options, Engine, Error);
  if Code <> 0 then
  begin
    Say(Code, nil, Error);
    Halt(1);
  end;
  Code := lianban_definition_publish(Engine, Stall, Text, Error);
  WriteLn(Code);
  Code := lianban_case_open(Engine, 'stall', '{"request_id": "r1", "data": {"form": {}}, ' + Wang + '}', Text, Error);
  Say(Code, Text, Error);
  Code := lianban_case_open(Engine, 'stall',
    '{"request_id": "r2", "data": {"form": {"name": "王芳"}}, ' + Wang + '}', Text, Error);
  Say(Code, Text, Error);
  lianban_engine_close(Engine, nil);
end.
