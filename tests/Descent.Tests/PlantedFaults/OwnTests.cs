using System.Diagnostics;

namespace Descent.Tests.PlantedFaults;

/// <summary>The compiler's own tests, run on top of a faulty compiler; they must have been built.</summary>
internal static class OwnTests
{
    /// <summary>What is left out: tests of how long compiling takes, which fail on a busy machine and not because of a fault.</summary>
    private const string Filter = "FullyQualifiedName!~SizeTests";

    /// <summary>Many times what the tests take; a compiler that takes longer goes round for ever.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(20);

    /// <summary>The first test that fails; <see langword="null"/> if none does.</summary>
    /// <exception cref="InvalidOperationException">The tests end in another way.</exception>
    public static string? FirstFailure(byte[] image)
    {
        var copy = Directory.CreateDirectory(Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", "bin", $"PlantedFaults{Environment.ProcessId}"));
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory.Replace("Descent.Tests", "Descent.Generator.Tests", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            File.WriteAllBytes(Path.Combine(copy.FullName, "Descent.Generator.dll"), image);
            return Run(Path.Combine(copy.FullName, "Descent.Generator.Tests.dll"));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static string? Run(string tests)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["test", tests, "--filter", Filter]) { RedirectStandardOutput = true })!;
        var isOver = false;
        using var limit = new Timer(
            _ =>
            {
                isOver = true;
                process.Kill(entireProcessTree: true);
            },
            null,
            s_limit,
            Timeout.InfiniteTimeSpan);
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("  Failed ", StringComparison.Ordinal) || line.StartsWith("The active test run was aborted", StringComparison.Ordinal))
            {
                process.Kill(entireProcessTree: true);
                return line.Trim();
            }
        }

        return isOver ? "the tests do not end" : lines.Any(line => line.StartsWith("Passed!", StringComparison.Ordinal)) ? null
            : throw new InvalidOperationException(string.Join('\n', lines));
    }
}
