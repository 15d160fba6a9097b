// Lianban from C# by P/Invoke: opens a case, is refused, and reads why. Argument: folder of the
// calendar files. Only what this case needs is declared; the others have the same shape.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Lianban
{
    // Looks for liblianban_c.so or lianban_c.dll as the system's loader does.
    const string Library = "lianban_c";
    const CallingConvention C = CallingConvention.Cdecl;

    [StructLayout(LayoutKind.Sequential)]
    struct Options
    {
        public UIntPtr StructSize;
        public IntPtr ConfigJson, Log, Wake;
        public UIntPtr User;
    }

    [DllImport(Library, CallingConvention = C)] static extern int lianban_abi_version();
    [DllImport(Library, CallingConvention = C)] static extern void lianban_free(IntPtr text);
    [DllImport(Library, CallingConvention = C)] static extern IntPtr lianban_error_json(ulong error);
    [DllImport(Library, CallingConvention = C)] static extern int lianban_error_free(ulong error);
    [DllImport(Library, CallingConvention = C)]
    static extern int lianban_engine_open(ref Options options, out ulong engine, out ulong error);
    [DllImport(Library, CallingConvention = C)]
    static extern int lianban_engine_close(ulong engine, out ulong error);
    [DllImport(Library, CallingConvention = C)]
    static extern int lianban_definition_publish(ulong engine, byte[] json, out IntPtr text, out ulong error);
    [DllImport(Library, CallingConvention = C)]
    static extern int lianban_case_open(ulong engine, byte[] definition, byte[] command, out IntPtr text,
                                        out ulong error);

    // Never the marshaller's own strings: on .NET Framework they are of the machine's code page.
    static byte[] In(string text) { return Encoding.UTF8.GetBytes(text + "\0"); }

    static string Out(IntPtr text)
    {
        int length = 0;
        while (Marshal.ReadByte(text, length) != 0) length++;
        var bytes = new byte[length];
        Marshal.Copy(text, bytes, 0, length);
        return Encoding.UTF8.GetString(bytes);
    }

    // The text a call gave, or the error's JSON behind its code.
    static string Result(int code, IntPtr text, ulong error)
    {
        string said = Out(code == 0 ? text : lianban_error_json(error));
        lianban_error_free(error);
        lianban_free(text);
        return code + " " + said;
    }

    const string Stall = @"{""lianban"": 1, ""id"": ""stall"", ""version"": ""1.0.0"", ""number"": ""S{year}{seq:4}"",
      ""agencies"": {""office"": {""lead"": true, ""roles"": {""clerk"": ""Clerk""}}}, ""open"": {""by"": [""applicant""]},
      ""form"": {""type"": ""object"", ""required"": [""name""], ""properties"": {""name"": {""type"": ""string""}}},
      ""chart"": {""initial"": ""filed"", ""states"": [{""id"": ""filed"", ""holder"": ""office""}]}}";

    static void Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        if (lianban_abi_version() != 0) throw new DllNotFoundException("another binary interface");
        byte[] config = In("{\"calendars\": \"" + arguments[0].Replace("\\", "/") + "\"}");
        GCHandle pinned = GCHandle.Alloc(config, GCHandleType.Pinned);
        var options = new Options { StructSize = (UIntPtr)Marshal.SizeOf(typeof(Options)),
                                    ConfigJson = pinned.AddrOfPinnedObject() };
        ulong engine, error;
        IntPtr text;
        int code = lianban_engine_open(ref options, out engine, out error);
        pinned.Free();
        if (code != 0) throw new InvalidOperationException(Result(code, IntPtr.Zero, error));
        code = lianban_definition_publish(engine, In(Stall), out text, out error);
        Console.WriteLine(Result(code, text, error).Substring(0, 1));
        string wang = "\"actor\": {\"id\": \"wang\", \"roles\": [\"applicant\"]}";
        code = lianban_case_open(engine, In("stall"), In("{\"request_id\": \"r1\", \"data\": {\"form\": {}}, " + wang + "}"), out text, out error);
        Console.WriteLine(Result(code, text, error));
        code = lianban_case_open(engine, In("stall"),
            In("{\"request_id\": \"r2\", \"data\": {\"form\": {\"name\": \"王芳\"}}, " + wang + "}"), out text, out error);
        Console.WriteLine(Result(code, text, error));
        lianban_engine_close(engine, out error);
    }
}
