using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Tests.Strictness;

/// <summary>The same bits for every vector width, either form of division, and memory near or far, each in a process of its own, and those that are committed for every processor.</summary>
public sealed class VectorWidthTests
{
    private const string OfDouble = "a function at double weights is the platform's";
    private const string OfStep = "what is computed once a step, from a function with inexact values, is the platform's";

    /// <summary>What other platforms may compute otherwise: the rules left out of the committed file, and why.</summary>
    private static readonly (string Name, string Reason)[] s_leftOut =
    [
        ("AdamAtan2 double", OfDouble), ("DiffGrad double", OfDouble), ("EveryFunction double", OfDouble), ("MadGrad double", OfDouble), ("Padam double", OfDouble),
        ("Adopt(2) float", OfStep), ("Adopt(2) double", OfStep), ("Asgd(2) float", OfStep), ("Asgd(2) double", OfStep),
        ("MirrorMadGrad float", OfStep), ("MirrorMadGrad double", OfStep), ("NAdam(2) float", OfStep), ("NAdam(2) double", OfStep),
    ];

    private static readonly string s_golden = Path.Combine(Repository.Root, "tests", "Descent.Tests", "Strictness", "golden.txt");

    [Fact]
    public async Task EveryProcessor_GivesTheCommittedBits()
    {
        // Of another processor, by a command that runs the digest there: DESCENT_DIGEST.
        var elsewhere = Environment.GetEnvironmentVariable("DESCENT_DIGEST")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var lines = (await (elsewhere is null ? Run("") : Run(new ProcessStartInfo(elsewhere[0], elsewhere[1..]) { WorkingDirectory = Repository.Root })))[2..];
        Assert.All(s_leftOut, rule => Assert.Contains(lines, line => Name(line) == rule.Name));
        string[] actual = [.. lines.Where(line => s_leftOut.All(rule => rule.Name != Name(line))).Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("DESCENT_GOLDEN") == "write")
        {
            File.WriteAllLines(s_golden, ["# DESCENT_GOLDEN=write dotnet test tests/Descent.Tests --filter VectorWidth writes this file. Left out:", .. s_leftOut.Select(rule => $"# {rule.Name}: {rule.Reason}"), .. actual]);
        }

        var golden = File.ReadAllLines(s_golden).Where(line => !line.StartsWith('#')).ToArray();
        var differing = golden.Except(actual).Union(actual.Except(golden)).Select(Name).Distinct().ToArray();
        Assert.True(differing.Length == 0, $"Not the bits of golden.txt: {string.Join(", ", differing)}.");
    }

    [Fact]
    public async Task EveryWidth_GivesTheSameBits()
    {
        var results = new List<(string Setting, string Digest, string Width)>();
        foreach (var setting in new[] { "", "DOTNET_EnableAVX512=0", "DOTNET_EnableHWIntrinsic=0", "DOTNET_EnableAVX2=0", "DOTNET_MaxVectorTBitWidth=512", "DESCENT_RECIPROCALS=true", "DESCENT_RECIPROCALS=false", "DESCENT_FAR_LENGTH=0" })
        {
            var lines = await Run(setting);
            results.Add((setting, lines[0], lines[1]));
        }

        Assert.Equal(64, results[0].Digest.Length);
        Assert.All(results, result => Assert.True(result.Digest == results[0].Digest, $"{result.Setting} ({result.Width} bits) differs from the default ({results[0].Width} bits)."));

        // Without hardware vectors the width is 128 everywhere; that some process ran at it shows that the settings act.
        // Where a Vector<T> may be half as wide as the hardware's vectors, the loops use whole ones.
        Assert.Equal("128", results[2].Width);
        Assert.Equal(Vector512.IsHardwareAccelerated ? "512" : Width(Vector<byte>.Count), results[0].Width);
        Assert.Equal(Vector256.IsHardwareAccelerated ? "256" : "128", results[1].Width);
    }

    private static string Name(string line) => line[..line.LastIndexOf(' ')];

    private static string Width(int bytes) => (8 * bytes).ToString(CultureInfo.InvariantCulture);

    private static async Task<string[]> Run(string setting)
    {
        // …/tests/Descent.Tests/bin/<configuration>/net10.0/ holds these tests; the program lies beside it.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Repository.Root, "tests", "Descent.Digest", "bin", output.Parent!.Name, output.Name, "Descent.Digest.dll");
        var start = new ProcessStartInfo("dotnet", [program]);
        if (setting.Split('=') is [var name, var value])
        {
            start.Environment[name] = value;
        }

        return await Run(start);
    }

    private static async Task<string[]> Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
