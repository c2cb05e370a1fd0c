using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Adam;

/// <summary>Compiles <c>adam.cpp</c> with g++ on the machine that runs it, and loads it.</summary>
internal sealed class NativeAdam : IDisposable
{
    // -fno-math-errno lets g++ use the processor's square root; it changes no bit of a result.
    private const string Flags = "-O3 -march=native -ffp-contract=off -fno-math-errno -shared -fPIC";

    private readonly DirectoryInfo _folder;
    private readonly nint _library;

    private NativeAdam(DirectoryInfo folder, string path) => (_folder, _library) = (folder, NativeLibrary.Load(path));

    /// <summary>Compiles and loads the file, if there is a g++ that can.</summary>
    /// <param name="note">Which compiler and flags were used, or why there is none.</param>
    /// <returns>The loaded file, or <see langword="null"/>.</returns>
    public static NativeAdam? TryLoad(out string note)
    {
        var folder = Directory.CreateTempSubdirectory("descent");
        try
        {
            var version = Compile(["--version"]).Split('\n')[0];
            var source = Path.Combine(folder.FullName, "adam.cpp");
            var binary = Path.Combine(folder.FullName, "adam.so");
            File.WriteAllText(source, Resources.Read("adam.cpp"));
            Compile([.. Flags.Split(' '), "-o", binary, source]);
            note = $"C++: {version}, {Flags}";
            return new NativeAdam(folder, binary);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            folder.Delete(recursive: true);
            note = $"C++: skipped, since g++ cannot be used here ({exception.Message.Trim()}).";
            return null;
        }
    }

    public nint Entry(string name) => NativeLibrary.GetExport(_library, name);

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
    }

    private static string Compile(string[] arguments)
    {
        using var compiler = Process.Start(new ProcessStartInfo("g++", arguments) { RedirectStandardOutput = true })!;
        var output = compiler.StandardOutput.ReadToEnd();
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? output : throw new InvalidOperationException("it failed; its errors are above");
    }
}
