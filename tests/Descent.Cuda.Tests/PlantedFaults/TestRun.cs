using System.Diagnostics;

namespace Descent.Cuda.Tests.PlantedFaults;

/// <summary>These tests, or the compiler's snapshots of what it writes for GPUs, run on top of a faulty assembly; they must have been built.</summary>
internal static class TestRun
{
    /// <summary>Many times what the tests take; a fault that takes longer goes round for ever.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>The first test that fails; <see langword="null"/> if none does.</summary>
    /// <param name="project">The tests.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="assembly">The name of the assembly.</param>
    /// <param name="image">The assembly with the fault.</param>
    /// <exception cref="InvalidOperationException">The tests end in another way.</exception>
    public static string? FirstFailure(string project, string filter, string assembly, byte[] image)
    {
        var copy = Directory.CreateDirectory(Path.Combine(Repository.Root, "tests", project, "bin", $"PlantedFaults{Environment.ProcessId}"));
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory.Replace("Descent.Cuda.Tests", project, StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            File.WriteAllBytes(Path.Combine(copy.FullName, assembly + ".dll"), image);
            return Run(Path.Combine(copy.FullName, project + ".dll"), filter);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static string? Run(string tests, string filter)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["test", tests, "--filter", filter]) { RedirectStandardOutput = true, Environment = { ["DESCENT_PLANTED_FAULTS"] = null } })!;
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
