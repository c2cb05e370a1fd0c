using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Adam;

/// <summary>Compiles <c>adam.cpp</c> with g++ on the machine that runs it, and loads it.</summary>
internal sealed class NativeAdam : IDisposable
{
    /// <summary>The strict flags. -fno-math-errno lets g++ use the processor's square root; it changes no bit of a result.</summary>
    public const string Strict = "-O3 -march=native -ffp-contract=off -fno-math-errno";

    /// <summary>The flags that let g++ rewrite the arithmetic.</summary>
    public const string Relaxed = "-O3 -march=native -ffast-math";

    private readonly DirectoryInfo _folder;
    private readonly nint _library;

    private NativeAdam(DirectoryInfo folder, string path) => (_folder, _library) = (folder, NativeLibrary.Load(path));

    /// <summary>Compiles and loads the file, if there is a g++ that can.</summary>
    /// <param name="flags">The flags of the compiler.</param>
    /// <param name="note">Which compiler and flags were used, or why there is none.</param>
    /// <returns>The loaded file, or <see langword="null"/>.</returns>
    public static NativeAdam? TryLoad(string flags, out string note)
    {
        var folder = Directory.CreateTempSubdirectory("descent");
        try
        {
            var version = Compile(["--version"]).Split('\n')[0];
            var source = Path.Combine(folder.FullName, "adam.cpp");
            var compiled = Path.Combine(folder.FullName, "adam.o");
            var binary = Path.Combine(folder.FullName, "adam.so");
            File.WriteAllText(source, Resources.Read("adam.cpp"));
            Compile([.. flags.Split(' '), "-c", "-fPIC", "-o", compiled, source]);

            // Linked without the flags: with -ffast-math the library would set the thread that loads it to take subnormal numbers as 0, for all contenders.
            Compile(["-shared", "-o", binary, compiled]);
            note = $"C++: {version}, {flags}";
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
