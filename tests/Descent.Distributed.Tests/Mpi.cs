using System.Diagnostics;

namespace Descent.Distributed.Tests;

/// <summary>Programs that <c>mpirun</c> starts.</summary>
internal static class Mpi
{
    /// <summary>Why there is none; <see langword="null"/> where there is one.</summary>
    public static string? WhyNot { get; } = Find("mpirun") is null ? "There is no mpirun on this machine (Debian: openmpi-bin)." : MpiCommunicator.IsAvailable(out var reason) ? null : reason;

    /// <summary>The launchers on this machine, of whichever family.</summary>
    public static IEnumerable<string> Launchers => new[] { "mpirun.openmpi", "mpirun.mpich", "mpirun" }.Where(name => Find(name) is not null).Take(Find("mpirun.openmpi") is not null && Find("mpirun.mpich") is not null ? 2 : 1);

    /// <summary>The sample, built with the tests.</summary>
    public static string Sample => Path.Combine(AppContext.BaseDirectory, "Distributed.dll");

    /// <summary>Starts the sample on ranks.</summary>
    public static Process Start(string launcher, int ranks, params string[] arguments)
        => Start(launcher, ["-np", ranks.ToString(System.Globalization.CultureInfo.InvariantCulture), .. OptionsOf(launcher), "dotnet", Sample, .. arguments]);

    /// <summary>The digests that all ranks of <see cref="RankProgram"/> tell.</summary>
    /// <param name="launcher">What starts them.</param>
    /// <param name="ranks">How many there are.</param>
    /// <param name="preloaded">A library that takes the place of functions in all ranks but the first, or in one that is alone; none unless given.</param>
    /// <param name="arguments">What they train.</param>
    public static string[] RunRanks(string launcher, int ranks, string? preloaded, params string[] arguments) => RunRanks(launcher, ranks, preloaded, fails: false, arguments);

    /// <summary>What the ranks of a job that fails tell.</summary>
    public static string[] RunFailingRanks(string launcher, int ranks, params string[] arguments) => RunRanks(launcher, ranks, preloaded: null, fails: true, arguments);

    private static string[] RunRanks(string launcher, int ranks, string? preloaded, bool fails, string[] arguments)
    {
        string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Descent.Distributed.Tests.dll"), .. arguments];
        string[] elsewhere = preloaded is null ? program : ["env", "LD_PRELOAD=" + preloaded, .. program];
        string[] others = [":", "-np", (ranks - 1).ToString(System.Globalization.CultureInfo.InvariantCulture), .. elsewhere];
        using var process = Start(launcher, [.. OptionsOf(launcher), "-np", "1", .. ranks == 1 ? elsewhere : program, .. ranks == 1 ? [] : others]);

        // A line may begin with what terminals are told.
        string[] told = [.. OutputOf(process, fails).Split('\n').Select(line => line.Split(RankProgram.Mark)).Where(line => line.Length == 2).Select(line => line[1].Trim())];
        Assert.Equal(ranks, told.Length);
        return told;
    }

    /// <summary>Runs it to its end, and gives what it wrote.</summary>
    public static string Run(string launcher, int ranks, params string[] arguments)
    {
        using var process = Start(launcher, ranks, arguments);
        return Told(OutputOf(process));
    }

    /// <summary>What the program tells, without what terminals are told.</summary>
    public static string Told(string output)
    {
        var places = new[] { output.IndexOf("step ", StringComparison.Ordinal), output.IndexOf("test accuracy", StringComparison.Ordinal) }.Where(place => place >= 0).ToList();
        return places.Count == 0 ? "nothing: " + output : output[places.Min()..].Trim();
    }

    private static string[] OptionsOf(string launcher) => launcher.Contains("mpich", StringComparison.Ordinal) ? [] : ["--oversubscribe"];

    private static Process Start(string launcher, string[] arguments)
        => Process.Start(new ProcessStartInfo(launcher, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMPI_ALLOW_RUN_AS_ROOT"] = "1", ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1", ["DOTNET_gcServer"] = "0" },
        })!;

    private static string OutputOf(Process process, bool fails = false)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode != 0 == fails, $"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}: {output}{errors.Result}");
        return output;
    }

    private static string? Find(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
