using System.Diagnostics;

namespace Descent.Distributed.Tests;

/// <summary>A library whose <c>pow</c> gives the number next to that of the platform, for processes that load it before others. It takes a C compiler, as ahead-of-time compilation does.</summary>
internal static class OtherPow
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <math.h>
        double pow(double x, double y)
        {
            double (*theirs)(double, double) = (double (*)(double, double))dlsym(RTLD_NEXT, "pow");
            return nextafter(theirs(x, y), 0.0);
        }
        """;

    /// <summary>The file; <see langword="null"/> where nobody can make it.</summary>
    public static string? Library { get; } = Make();

    private static string? Make()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "OtherPow");
        Directory.CreateDirectory(folder);
        var (source, library) = (Path.Combine(folder, "pow.c"), Path.Combine(folder, "libotherpow.so"));
        File.WriteAllText(source, Source);
        foreach (var compiler in (string[])["gcc", "clang"])
        {
            try
            {
                using var process = Process.Start(compiler, ["-shared", "-fPIC", "-O1", "-fno-builtin", "-o", library, source, "-lm", "-ldl"]);
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return library;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is none of this name.
            }
        }

        return null;
    }
}
