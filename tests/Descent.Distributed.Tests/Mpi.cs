using System.Diagnostics;

namespace Descent.Distributed.Tests;

/// <summary>Programs that <c>mpirun</c> starts.</summary>
internal static class Mpi
{
    /// <summary>Why there is none; <see langword="null"/> where there is one.</summary>
    public static string? WhyNot { get; } = Find("mpirun") is null ? "There is no mpirun on this machine (Debian: openmpi-bin)." : MpiCommunicator.IsAvailable(out var reason) ? null : reason;

    /// <summary>The launchers on this machine, of whichever family.</summary>
    public static IEnumerable<string> Launchers => new[] { "mpirun.openmpi", "mpirun.mpich", "mpirun" }.Where(name => Find(name) is not null).Take(Find("mpirun.openmpi") is not null && Find("mpirun.mpich") is not null ? 2 : 1);

    /// <summary>The program, built with the tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Distributed.dll");

    /// <summary>Starts the program on ranks.</summary>
    public static Process Start(string launcher, int ranks, params string[] arguments)
    {
        string[] mine = launcher.Contains("mpich", StringComparison.Ordinal) ? [] : ["--oversubscribe"];
        var start = new ProcessStartInfo(launcher, ["-np", ranks.ToString(System.Globalization.CultureInfo.InvariantCulture), .. mine, "dotnet", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMPI_ALLOW_RUN_AS_ROOT"] = "1", ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1", ["DOTNET_gcServer"] = "0" },
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end, and gives what it wrote.</summary>
    public static string Run(string launcher, int ranks, params string[] arguments)
    {
        using var process = Start(launcher, ranks, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{launcher} -np {ranks} ended with {process.ExitCode}: {output}{errors.Result}");
        return Told(output);
    }

    /// <summary>What the program tells, without what terminals are told.</summary>
    public static string Told(string output)
    {
        var places = new[] { output.IndexOf("step ", StringComparison.Ordinal), output.IndexOf("test accuracy", StringComparison.Ordinal) }.Where(place => place >= 0).ToList();
        return places.Count == 0 ? "nothing: " + output : output[places.Min()..].Trim();
    }

    private static string? Find(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
