using System.Text;

namespace Descent.Training.Tests.Search;

/// <summary>Going on after a crash: at any byte of the log.</summary>
public sealed class SearchLogTests : IDisposable
{
    private static readonly SearchSpace Space = new(SearchDimension.LogUniform("learning rate „η“", 1e-5, 1), SearchDimension.WholeNumber("units", 1, 64));

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"descent-search-{Guid.NewGuid():N}.jsonl");

    public static TheoryData<SearchStrategy> Strategies
        => [new GridSearch(3), new RandomSearch(9), new CoarseToFineSearch(3, 3), new SuccessiveHalving(6, 4, 2), new BayesianSearch(9)];

    public void Dispose() => File.Delete(_file);

    /// <summary>
    /// The log is cut as if the machine had died: after any byte of a trial, and around the end of every line.
    /// The search goes on and ends with the same trials, and no trial whose line was whole is run again.
    /// </summary>
    [Theory]
    [MemberData(nameof(Strategies))]
    public void Search_ResumesFromAnyByte(SearchStrategy strategy)
    {
        var whole = Search(strategy).Run(Function);
        var log = File.ReadAllBytes(_file);
        Assert.Equal(whole.Total + 1, log.Count(value => value == '\n'));

        int[] ends = [.. Enumerable.Range(1, log.Length).Where(length => log[length - 1] == '\n')];
        IEnumerable<int> places = [0, 1, .. ends.SelectMany(end => new[] { end - 1, end, end + 1 }), .. Enumerable.Range(ends[1], ends[2] - ends[1])];
        foreach (var length in places.Where(length => length <= log.Length))
        {
            File.WriteAllBytes(_file, log[..length]);
            var runs = 0;

            var resumed = Search(strategy).Run(trial =>
            {
                runs++;
                return Function(trial);
            });

            Assert.Equal(whole.Total - Math.Max(0, log[..length].Count(value => value == '\n') - 1), runs);
            Assert.Equal(whole.Trials.Select(Text), resumed.Trials.Select(Text));
        }

        Assert.Equal(whole.Total + 1, File.ReadAllBytes(_file).Count(value => value == '\n'));
    }

    /// <summary>Zeros at the end, as a file system may leave after a power failure.</summary>
    [Fact]
    public void TornEnd_OfZeros_IsCutOff()
    {
        Search(new RandomSearch(3)).Run(Function);
        var log = File.ReadAllText(_file);
        File.AppendAllText(_file, new string('\0', 100));

        Search(new RandomSearch(3)).Run(Function);

        Assert.Equal(log, File.ReadAllText(_file));
    }

    [Fact]
    public void Search_ThatIsOver_RunsNothing_AndALongerOneGoesOn()
    {
        var first = Search(new RandomSearch(4)).Run(Function);
        var again = Search(new RandomSearch(4)).Run(_ => throw new InvalidOperationException("It was run again."));
        var longer = Search(new RandomSearch(7)).Run(Function);

        Assert.Equal(first.Trials.Select(Text), again.Trials.Select(Text));
        Assert.Equal(first.Trials.Select(Text), longer.Trials.Take(4).Select(Text));
        Assert.Equal(7, longer.Trials.Count);
    }

    /// <summary>With several workers a log has gaps: trials that ended before others with smaller numbers. They are filled.</summary>
    [Fact]
    public void Gaps_AreFilled()
    {
        var whole = Search(new SuccessiveHalving(6, 4, 2)).Run(Function);
        var lines = File.ReadAllLines(_file);
        File.WriteAllText(_file, string.Concat(new[] { lines[0], lines[5], lines[2] }.Select(line => line + "\n")));
        List<int> runs = [];

        var resumed = Search(new SuccessiveHalving(6, 4, 2)).Run(trial =>
        {
            runs.Add(trial.Number);
            return Function(trial);
        });

        Assert.Equal([0, 2, 3, 5, 6, 7, 8, 9], runs);
        Assert.Equal(whole.Trials.Select(Text), resumed.Trials.Select(Text));
    }

    [Fact]
    public void Failures_AreResumedAsFailures()
    {
        Search(new RandomSearch(3)).Run(_ => throw new ArithmeticException("a \"quoted\"\nline"));
        var resumed = Search(new RandomSearch(3)).Run(Function);
        Assert.All(resumed.Trials, trial => Assert.Equal("ArithmeticException: a \"quoted\"\nline", trial.Error));
    }

    [Fact]
    public void OtherSearches_AreRefused_AndTheLogStaysAsItIs()
    {
        Search(new RandomSearch(5)).Run(Function);
        var log = File.ReadAllText(_file);

        Refused(new HyperparameterSearch(Space, new RandomSearch(5)) { LogFile = _file, Seed = 2 });
        Refused(new HyperparameterSearch(Space, new RandomSearch(5)) { LogFile = _file, Maximize = true });
        Refused(new HyperparameterSearch(Space, new BayesianSearch(5)) { LogFile = _file });
        Refused(new HyperparameterSearch(Space, new RandomSearch(5)) { LogFile = _file, Name = "something else" });
        Refused(new HyperparameterSearch(new SearchSpace(Space.Dimensions[0]), new RandomSearch(5)) { LogFile = _file });
        Assert.Contains("trial 4;", Refused(Search(new RandomSearch(4))).Message, StringComparison.Ordinal);

        InvalidDataException Refused(HyperparameterSearch search)
        {
            var exception = Assert.Throws<InvalidDataException>(() => search.Run(Function));
            Assert.Contains(_file, exception.Message, StringComparison.Ordinal);
            Assert.Equal(log, File.ReadAllText(_file));
            return exception;
        }
    }

    [Theory]
    [InlineData("{\"trial\":1,")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("{\"trial\":1,\"point\":[0.5],\"budget\":1,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,65],\"budget\":1,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":\"1\",\"seconds\":1}")]
    [InlineData("{\"trial\":1.5,\"point\":[0.5,6],\"budget\":1,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":-1,\"point\":[0.5,6],\"budget\":1,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":0,\"point\":[0.5,6],\"budget\":1,\"value\":1,\"seconds\":1}")]
    public void Lines_ThatWereChanged_AreNamed(string line)
    {
        Search(new RandomSearch(5)).Run(Function);
        var lines = File.ReadAllLines(_file);
        lines[2] = line;
        File.WriteAllText(_file, string.Concat(lines.Select(text => text + "\n")), new UTF8Encoding(false));

        var exception = Assert.Throws<InvalidDataException>(() => Search(new RandomSearch(5)).Run(Function));
        Assert.StartsWith($"Line 3 of '{_file}' is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoSearches_DoNotWriteToOneLog()
        => Search(new RandomSearch(1)).Run(_ =>
        {
            Assert.Throws<IOException>(() => Search(new RandomSearch(1)).Run(Function));
            return 0;
        });

    private static double Function(Trial trial) => Math.Pow(Math.Log10(trial.Point.Values[0]) + 2, 2) + (trial["units"] / 7) + (trial.Seed % 10);

    private static string Text(TrialResult trial)
        => FormattableString.Invariant($"{trial.Number} {trial.Point.Values[0]:R} {trial.Point.Values[1]:R} {trial.Budget:R} {trial.Parent} {trial.Value:R} {trial.Error}");

    private HyperparameterSearch Search(SearchStrategy strategy) => new(Space, strategy) { LogFile = _file };
}
