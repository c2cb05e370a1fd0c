using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Tests.Strictness;

/// <summary>The same bits for every vector width and either form of division, each in a process of its own.</summary>
public sealed class VectorWidthTests
{
    [Fact]
    public async Task EveryWidth_GivesTheSameBits()
    {
        var results = new List<(string Setting, string Digest, string Width)>();
        foreach (var setting in new[] { "", "DOTNET_EnableAVX512=0", "DOTNET_EnableHWIntrinsic=0", "DOTNET_EnableAVX2=0", "DOTNET_MaxVectorTBitWidth=512", "DESCENT_RECIPROCALS=true", "DESCENT_RECIPROCALS=false" })
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

    private static string Width(int bytes) => (8 * bytes).ToString(CultureInfo.InvariantCulture);

    private static async Task<string[]> Run(string setting)
    {
        // …/tests/Descent.Tests/bin/<configuration>/net10.0/ holds these tests; the program lies beside it.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Repository.Root, "tests", "Descent.Digest", "bin", output.Parent!.Name, output.Name, "Descent.Digest.dll");
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true };
        if (setting.Split('=') is [var name, var value])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
