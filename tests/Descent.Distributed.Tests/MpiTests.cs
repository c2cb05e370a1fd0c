using System.Globalization;
using System.Text;

namespace Descent.Distributed.Tests;

/// <summary>The sample, on ranks that are processes: the same losses for any number of them, and after kills.</summary>
public sealed class MpiTests : IDisposable
{
    private const int Steps = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("descent-mpi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [MpiFact]
    public void Losses_are_those_of_one_rank()
    {
        foreach (var launcher in Mpi.Launchers)
        {
            var expected = Mpi.Run(launcher, 1, "--steps", "40");
            Assert.StartsWith("step   40   loss 0.", expected, StringComparison.Ordinal);
            foreach (var ranks in (int[])[2, 3])
            {
                Assert.Equal(expected, Mpi.Run(launcher, ranks, "--steps", "40"));
            }
        }
    }

    /// <summary>Two kills, or as many as <c>DESCENT_RANK_KILLS</c> says, with a record of them.</summary>
    [MpiFact]
    public void Killed_run_goes_on_with_another_number_of_ranks()
    {
        var asked = Environment.GetEnvironmentVariable("DESCENT_RANK_KILLS");
        var kills = int.Parse(asked ?? "2", CultureInfo.InvariantCulture);
        var launcher = Mpi.Launchers.First();
        var expected = Mpi.Run(launcher, 1, "--steps", Steps.ToString(CultureInfo.InvariantCulture));
        var random = new Random(20);
        var (done, runs, unfinished) = (0, 0, 0);
        var lost = new List<string>();
        var hits = new int[9];
        while (done < kills)
        {
            var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"run{runs++}"));
            string[] arguments = ["--steps", Steps.ToString(CultureInfo.InvariantCulture), "--save-every", "1", "--checkpoint", file];

            // Until a run comes to its end; then another begins.
            for (var result = ""; result.Length == 0;)
            {
                var ranks = random.Next(4) switch { 0 => 1, 1 => 2, 2 => 3, _ => 4 };
                if (done >= kills)
                {
                    result = Mpi.Run(launcher, ranks, arguments);
                    Compare(result);
                    break;
                }

                using var process = Mpi.Start(launcher, ranks, arguments);
                var output = process.StandardOutput.ReadToEndAsync();
                _ = process.StandardError.ReadToEndAsync();

                // From the start of the processes to the end of the steps, and so in the middle of saving, too.
                if (process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(500, 4500))))
                {
                    result = Mpi.Told(output.Result);
                    Compare(result);
                    continue;
                }

                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                (done, hits[ranks]) = (done + 1, hits[ranks] + 1);
                unfinished += File.Exists(file) && Directory.GetFiles(_folder, Path.GetFileName(file) + ".*").Length > NamedBy(file) ? 1 : 0;
            }
        }

        Assert.Empty(lost);
        if (asked is not null)
        {
            Record(kills, runs, unfinished, hits);
        }

        // A run that was killed after its last step was saved has that behind it, and tells the accuracy alone.
        void Compare(string result)
        {
            if (!expected.EndsWith(result, StringComparison.Ordinal) || !result.Contains("accuracy", StringComparison.Ordinal))
            {
                lost.Add(result);
            }
        }
    }

    private static int NamedBy(string file) => Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split("descent.set\":\"")[1].Split('"')[0].Split('/').Length;

    private static void Record(int kills, int runs, int unfinished, int[] hits)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Runs on several ranks that were killed\n\n`DESCENT_RANK_KILLS={kills} dotnet test tests/Descent.Distributed.Tests --filter Killed` wrote this.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The training of `samples/Distributed`, {Steps} steps with 8 micro-batches each, saved after every step, its launcher and all ranks killed at a random moment and started again ");
        text.Append("with a random number of ranks, until it came to its end; then the next.\n\n");
        text.Append("| what | how many |\n| --- | --- |\n");
        text.Append(CultureInfo.InvariantCulture, $"| kills | {kills} |\n| of them on 1, 2, 3, 4 ranks | {hits[1]}, {hits[2]}, {hits[3]}, {hits[4]} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| after which files lay there of a checkpoint which was not yet one | {unfinished} |\n| runs that came to their end | {runs} |\n| of them with other losses or another accuracy than a run on one rank | 0 |\n");
        File.WriteAllText(Path.Combine(Repository.Root, "tests", "Descent.Distributed.Tests", "kills.md"), text.ToString());
    }
}
