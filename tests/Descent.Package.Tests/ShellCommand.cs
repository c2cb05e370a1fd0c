using System.Diagnostics;

namespace Descent.Package.Tests;

/// <summary>Runs commands as a user would from a shell, not as children of a test run.</summary>
internal static class ShellCommand
{
    /// <summary>What the test run sets for itself: where its own build tools and profilers are.</summary>
    private static readonly string[] s_ofTheTestRun = ["MSBUILD", "VSTEST", "CORECLR_"];

    /// <summary>Long enough for a machine that has other things to do.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>The <c>dotnet</c> command of this test run.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs to the end and fails unless the exit code is 0.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="program">The command.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The standard output.</returns>
    public static async Task<string> Run(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var (exitCode, output) = await RunToEnd(folder, environment, program, arguments);
        Assert.True(exitCode == 0, $"{Path.GetFileName(program)} {string.Join(' ', arguments)} gave {exitCode}.\n{output}");
        return output;
    }

    /// <summary>Runs to the end, whatever comes of it.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="program">The command.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The exit code, and the standard output; with the errors, if it failed.</returns>
    public static async Task<(int ExitCode, string Output)> RunToEnd(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} took longer than {s_patience}.");
        }
    }

    private static bool IsOfTheTestRun(string name) => s_ofTheTestRun.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
