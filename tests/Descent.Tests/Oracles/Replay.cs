namespace Descent.Tests.Oracles;

/// <summary>A built-in rule that does again what a library did.</summary>
internal sealed class Replay
{
    private readonly Mapping _mapping;
    private readonly OracleRun _run;
    private readonly Settings[] _settings;
    private readonly RuleOptimizer[] _optimizers;
    private readonly Trajectory _trajectory;
    private readonly double[][] _start;
    private readonly List<double[][]> _weights = [];
    private readonly List<double[][]> _evaluated = [];

    /// <summary>Sets the rule up as the library was and takes every step of the problem.</summary>
    /// <param name="mapping">The rule and how it is set up.</param>
    /// <param name="entry">What the library ran.</param>
    /// <param name="problem">On which problem.</param>
    public Replay(Mapping mapping, OracleEntry entry, string problem)
    {
        _mapping = mapping;
        _run = entry.Runs[problem];
        _settings = [.. entry.Groups.Select(group => new Settings(group))];
        _optimizers = Array.ConvertAll(_settings, mapping.Configure);
        var ascends = _settings.Any(settings => settings.IsOn("maximize")) && !mapping.Maximizes;
        Array.ForEach(_settings, settings => settings.RequireAllUsed());

        _trajectory = Trajectory.Start(problem, _optimizers, ascends, mapping.CentersRows);
        _start = mapping.IsLargeBetweenSteps && problem == "B32"
            ? [Largest([_trajectory.Weights[0], .. entry.Runs["B"].Snapshots.Select(snapshot => snapshot.Weights[0])])]
            : _trajectory.Weights;
        for (var step = 1; step <= _trajectory.Problem.Steps; step++)
        {
            TakeStep(step);
        }
    }

    /// <summary>Compares the weights with those of the library, at every step that was recorded.</summary>
    public List<Mismatch> CompareWeights() => Comparison.Weights(_start, _run, _weights);

    /// <summary>Compares the weights at which the model is evaluated with those of the library.</summary>
    /// <remarks>They lie between two points that may be far apart, so their scale is that of the weights that were trained.</remarks>
    public List<Mismatch> CompareEvaluatedWeights() =>
    [
        .. _run.Evaluated.SelectMany(evaluated => Comparison.Weights(
            [.. _start.Select((tensor, k) => Largest([tensor, .. _run.Snapshots.Where(trained => trained.Step <= evaluated.Step).Select(trained => trained.Weights[k])]))],
            _run with { Snapshots = [evaluated] },
            _evaluated)),
    ];

    /// <summary>Compares the state with that of the library, after the last step.</summary>
    public List<Mismatch> CompareFinalState() =>
    [
        .. _run.FinalState.SelectMany((tensor, k) => tensor.Where(state => !_mapping.ComputedStates.Contains(state.Key)).SelectMany(state =>
            Comparison.State(_weights.Count, $"{state.Key} of tensor {k}", State(k, state.Key), state.Value, _run.RelativeTolerance))),
    ];

    private void TakeStep(int step)
    {
        for (var group = 0; group < _optimizers.Length; group++)
        {
            _mapping.Prepare(_optimizers[group], _settings[group], step);
        }

        _trajectory.Step();
        _weights.Add(_trajectory.Weights);
        if (_run.Evaluated.Count > 0)
        {
            _evaluated.Add(_trajectory.EvaluatedWeights);
        }
    }

    private static double[] Largest(IReadOnlyList<double[]> tensors)
        => [.. Enumerable.Range(0, tensors[0].Length).Select(index => tensors.Max(tensor => Math.Abs(tensor[index])))];

    private double[] State(int tensor, string libraryName)
    {
        var parameter = _trajectory.Parameters[tensor];
        return libraryName == "step"
            ? [parameter.StepCount]
            : _mapping.ReadState(parameter.State, _settings[_settings.Length == 1 ? 0 : tensor], libraryName);
    }
}
