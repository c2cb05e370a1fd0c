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

    /// <summary>.NET's shortest text of 2⁻²⁵ is that of the number before, which is no value of these dimensions.</summary>
    [Fact]
    public void EveryBit_IsInTheLog()
    {
        var space = new SearchSpace(SearchDimension.OneOf("chosen", Math.ScaleB(1, -25), 1), SearchDimension.Uniform("drawn", -Math.ScaleB(1, -958), 1));
        var whole = Search().Run(trial => -trial["chosen"]);
        var resumed = Search().Run(_ => throw new InvalidOperationException("It was run again."));

        Assert.Equal(-Math.ScaleB(1, -25), resumed.Trials[0].Value);
        Assert.Equal(whole.Trials.Select(trial => trial.Point.Values), resumed.Trials.Select(trial => trial.Point.Values));

        HyperparameterSearch Search() => new(space, new GridSearch(2)) { LogFile = _file };
    }

    /// <summary>A file of somebody's that a search is given by mistake.</summary>
    [Theory]
    [InlineData("{ \"precious\": 1 }")]
    [InlineData("{\"name\":\"another search\"")]
    public void FileWithoutALineEnd_IsRefused_AndStaysAsItIs(string text)
    {
        File.WriteAllText(_file, text);

        var refusal = Assert.Throws<InvalidDataException>(() => Search(new RandomSearch(3)).Run(Function));

        Assert.Contains(_file, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_file));
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
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":-1e999,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":1e999,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":null,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"error\":null,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":1,\"seconds\":1e300}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":1,\"seconds\":1e999}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"value\":1,\"seconds\":-1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1e999,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":0,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[1e999,6],\"budget\":1,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"parent\":1,\"value\":1,\"seconds\":1}")]
    [InlineData("{\"trial\":1,\"point\":[0.5,6],\"budget\":1,\"parent\":-1,\"value\":1,\"seconds\":1}")]
    [InlineData("")]
    public void Lines_ThatWereChanged_AreNamed(string line)
    {
        Search(new RandomSearch(5)).Run(Function);
        var lines = File.ReadAllLines(_file);
        lines[2] = line;
        File.WriteAllText(_file, string.Concat(lines.Select(text => text + "\n")), new UTF8Encoding(false));

        var exception = Assert.Throws<InvalidDataException>(() => Search(new RandomSearch(5)).Run(Function));
        Assert.StartsWith($"Line 3 of '{_file}' is", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A message names the number, what it is and its range.</summary>
    [Fact]
    public void ANumberThatCannotBe_IsNamedWithItsRange()
    {
        Search(new RandomSearch(1)).Run(Function);
        File.WriteAllText(_file, File.ReadAllLines(_file)[0] + "\n{\"trial\":0,\"point\":[0.5,6],\"budget\":1,\"value\":-1e999,\"seconds\":1}\n");

        var message = Assert.Throws<InvalidDataException>(() => Search(new RandomSearch(1)).Run(Function)).Message;

        Assert.StartsWith($"Line 2 of '{_file}' is not a trial of this search: value must be finite", message, StringComparison.Ordinal);
    }

    /// <summary>Version control and editors change line ends, and put a mark at the start. A torn end stays a torn end.</summary>
    [Theory]
    [InlineData("\r\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\n", true)]
    public void ALog_ThatWasConverted_IsRead(string lineEnd, bool hasMark)
    {
        var whole = Search(new RandomSearch(5)).Run(Function);
        var text = File.ReadAllText(_file);
        var torn = text[..text.LastIndexOf("\"seconds", StringComparison.Ordinal)];
        File.WriteAllText(_file, torn.Replace("\n", lineEnd, StringComparison.Ordinal), new UTF8Encoding(hasMark));
        List<int> runs = [];

        for (var time = 0; time < 2; time++)
        {
            var resumed = Search(new RandomSearch(5)).Run(trial =>
            {
                runs.Add(trial.Number);
                return Function(trial);
            });

            Assert.Equal(whole.Trials.Select(Text), resumed.Trials.Select(Text));
        }

        Assert.Equal([4], runs);
    }

    /// <summary>The objective's exceptions are its trials' failures, so what is asserted is asserted outside.</summary>
    [Fact]
    public void TwoSearches_DoNotWriteToOneLog()
    {
        Exception? refusal = null;
        var runs = 0;
        var first = Search(new RandomSearch(3)).Run(trial =>
        {
            refusal = Record.Exception(() => Search(new RandomSearch(3)).Run(_ => ++runs));
            return Function(trial);
        });

        Assert.IsType<IOException>(refusal);
        Assert.Equal(0, runs);
        Assert.Equal(first.Trials.Select(Text), Search(new RandomSearch(3)).Run(_ => ++runs).Trials.Select(Text));
        Assert.Equal((0, 4), (runs, File.ReadAllLines(_file).Length));
    }

    /// <summary>A disk that is full in the middle of a line: the line's remains do not get into the next one, which another worker may write.</summary>
    [Fact]
    public void ALineThatCouldNotBeWritten_LeavesNothingInTheLog()
    {
        Search(new RandomSearch(2)).Run(Function);
        var (search, lines) = (Search(new RandomSearch(4)), File.ReadAllLines(_file));
        var point = Space.Point(0.5, 6);
        using (var file = new FullDisk(_file))
        {
            using var log = SearchLog.Open(file, search, 4);
            file.IsFull = true;
            Assert.Throws<IOException>(() => log.Append(new(2, new(point), null, new string('x', 300), default)));
            Assert.True(file.Length > lines.Sum(line => line.Length + 1));
            file.IsFull = false;
            log.Append(new(3, new(point), 7, null, default));
        }

        Assert.Equal(lines, File.ReadAllLines(_file)[..^1]);
        List<int> runs = [];
        var resumed = search.Run(trial =>
        {
            runs.Add(trial.Number);
            return Function(trial);
        });
        Assert.Equal([2], runs);
        Assert.Equal(7, resumed.Trials[3].Value);
    }

    /// <summary>Half of a surrogate pair, and control characters, in what an exception says.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0xD83D)]
    [InlineData(0x2028)]
    [InlineData(0xFFFE)]
    public void AFailure_MaySayAnything(int character)
    {
        var message = $"native {(char)character}error";
        var first = Search(new RandomSearch(2)).Run(trial => trial.Number == 0 ? throw new InvalidOperationException(message) : 1);
        var resumed = Search(new RandomSearch(2)).Run(Function);

        Assert.Equal($"InvalidOperationException: {message}", first.Trials[0].Error);
        Assert.Equal(first.Trials[0].Error!.Replace('\uD83D', '\uFFFD'), resumed.Trials[0].Error);
        Assert.Equal(1, resumed.Trials[1].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void ALogFileWithoutAName_IsRefused(string name)
        => Assert.Equal("LogFile", Assert.Throws<ArgumentException>(() => new HyperparameterSearch(Space, new RandomSearch(1)) { LogFile = name }).ParamName);

    /// <summary>A strategy of the user's own may propose what no log can hold: said before the trial runs.</summary>
    [Theory]
    [InlineData(double.PositiveInfinity, null, "the budget Infinity, which must be finite and greater than 0")]
    [InlineData(double.NaN, null, "the budget NaN")]
    [InlineData(-1.0, null, "the budget -1")]
    [InlineData(1.0, 0, "the parent 0, which must be a trial before")]
    public void AProposalThatCannotBe_IsRefused(double budget, int? parent, string words)
    {
        var strategy = new Fixed(1, history => new(history.Space.Point(0.5, 6)) { Budget = budget, Parent = parent });
        var message = Assert.Throws<InvalidOperationException>(() => Search(strategy).Run(Function)).Message;
        Assert.Contains($"The strategy 'fixed' proposed for trial 0 {words}", message, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_file));
    }

    [Fact]
    public void AStrategyOfAnotherSpace_OrOfNoTrials_IsRefused()
    {
        var other = new SearchSpace(Space.Dimensions[0]);
        Assert.Contains("another space", Refused(new(1, _ => new(other.Point(0.5)))), StringComparison.Ordinal);
        Assert.Contains("counts 0 trials", Refused(new(0, history => new(history.Space.Point(0.5, 6)))), StringComparison.Ordinal);

        string Refused(Fixed strategy) => Assert.Throws<InvalidOperationException>(() => Search(strategy).Run(Function)).Message;
    }

    private static double Function(Trial trial) => Math.Pow(Math.Log10(trial.Point.Values[0]) + 2, 2) + (trial["units"] / 7) + (trial.Seed % 10);

    private static string Text(TrialResult trial)
        => FormattableString.Invariant($"{trial.Number} {trial.Point.Values[0]:R} {trial.Point.Values[1]:R} {trial.Budget:R} {trial.Parent} {trial.Value:R} {trial.Error}");

    private HyperparameterSearch Search(SearchStrategy strategy) => new(Space, strategy) { LogFile = _file };

    private sealed class Fixed(int trials, Func<SearchHistory, TrialProposal> propose) : SearchStrategy
    {
        public override string Identity => "fixed";

        public override int CountTrials(SearchSpace space) => trials;

        public override TrialProposal? Propose(int number, SearchHistory history) => propose(history);
    }

    /// <summary>Half of what is written to it arrives.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
    {
        public bool IsFull { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull)
            {
                throw new IOException("The disk is full.");
            }
        }
    }
}
