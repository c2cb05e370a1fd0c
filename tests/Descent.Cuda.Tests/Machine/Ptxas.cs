using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Cuda.Tests;

/// <summary>
/// NVIDIA's own assembler, where it is on the path (or where <c>DESCENT_PTXAS</c> says): each module that a test loads is assembled for the oldest machine that it is for, and for an H100.
/// Where there is none, the interpreter alone reads them.
/// </summary>
internal static partial class Ptxas
{
    /// <summary>The assembler gives up one to three registers of a loop where a second block has room then; more would be a loop that has too many values at a time.</summary>
    private const int MostSpilled = 16;

    private static readonly string[] s_machines = ["sm_70", "sm_90"];
    private static readonly ConcurrentDictionary<string, Lazy<bool>> s_assembled = [];

    /// <summary>Where it is; <see langword="null"/> where there is none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("DESCENT_PTXAS") is { Length: > 0 } given ? given
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "ptxas")).FirstOrDefault(File.Exists);

    /// <summary>Assembles a module, once, if there is an assembler.</summary>
    public static void Assemble(string text)
    {
        if (Program is not null)
        {
            _ = s_assembled.GetOrAdd(text, static module => new(() => Array.TrueForAll(s_machines, machine => Assemble(module, machine)))).Value;
        }
    }

    private static bool Assemble(string text, string machine)
    {
        var folder = Directory.CreateTempSubdirectory("ptxas");
        try
        {
            var module = Path.Combine(folder.FullName, "module.ptx");
            File.WriteAllText(module, text, Encoding.ASCII);
            using var process = Process.Start(new ProcessStartInfo(Program!, ["-v", "-arch=" + machine, module, "-o", module + ".cubin"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var words = process.StandardError.ReadToEnd() + output.Result;
            process.WaitForExit();
            Assert.True(process.ExitCode == 0 && !words.Contains("warning", StringComparison.OrdinalIgnoreCase), $"ptxas, for {machine}: {words}\n{text}");
            Assert.All(Spilled().Matches(words), spilled => Assert.InRange(int.Parse(spilled.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), 0, MostSpilled));
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"(\d+) bytes spill stores")]
    private static partial Regex Spilled();
}

/// <summary>A test that takes the assembler.</summary>
internal sealed class PtxasFactAttribute : FactAttribute
{
    public PtxasFactAttribute() => Skip = Ptxas.Program is null ? "NVIDIA's assembler, ptxas, is not on the path." : null;
}
