using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Training;

namespace Descent.Survivor;

/// <summary>A training that saves after every step, with all that goes into a checkpoint: a group of two rules, a schedule, an average, a plateau and random numbers.</summary>
internal sealed class Life : IDisposable
{
    private readonly float[] _weights, _gradients;
    private readonly double[] _bias = new double[17], _biasGradients = new double[17];
    private readonly OptimizerGroup _group;
    private readonly HyperparameterSchedules<OptimizerGroup> _schedule;
    private readonly ExponentialWeightAverage _average;
    private readonly ReduceOnPlateau _plateau = new(initial: 1, factor: 0.5, patience: 3);
    private readonly RandomSource _random = new(1);

    public Life(int size)
    {
        (_weights, _gradients) = (new float[size], new float[size]);
        _group = OptimizerGroup.Split((ParameterSelection.ByName("bias"), new Sgld { LearningRate = 0.01 }), (ParameterSelection.All, new AdamW { LearningRate = 0.01 }));
        _group.Options.MaxDegreeOfParallelism = 1;
        _group.Options.Seed = 7;
        for (var index = 0; index < size; index++)
        {
            _weights[index] = MathF.Sin(index);
        }

        _group.Add("weights", _weights, _gradients);
        _group.Add("bias", _bias, _biasGradients);
        _schedule = _group.Scale(HyperparameterRole.LearningRate, new CosineDecay(initial: 1, steps: 10_000));
        _average = new(_group, decay: 0.9);
        _average.Attach();
        Options = new() { Keep = 2, Parts = { ["schedule"] = _schedule, ["average"] = _average, ["plateau"] = _plateau, ["random"] = _random } };
    }

    public CheckpointOptions Options { get; }

    public Optimizer Optimizer => _group;

    /// <summary>The number of steps made.</summary>
    public int Steps => _schedule.Position;

    /// <summary>Makes a step, of gradients that follow from weights, step and random numbers.</summary>
    public void Step()
    {
        var noise = (float)_random.NextNormal();
        for (var index = 0; index < _gradients.Length; index++)
        {
            _gradients[index] = _weights[index] + (noise * (1 + (index % 3)));
        }

        for (var index = 0; index < _bias.Length; index++)
        {
            _biasGradients[index] = _bias[index] - _random.NextUniform();
        }

        _group.Options.GradientScale = _plateau.Report(Math.Abs(_bias[0] - 0.5));
        _group.Step();
    }

    /// <summary>A digest of weights, states and what stands beside them.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in _group.Parameters)
        {
            Append(parameter.Weights);
            foreach (var state in parameter.States)
            {
                Append(state);
            }
        }

        hash.AppendData(MemoryMarshal.AsBytes(_average.Values<float>("weights")));
        hash.AppendData(MemoryMarshal.AsBytes(_average.Values<double>("bias")));
        return $"{Convert.ToHexStringLower(hash.GetHashAndReset())} {Steps} {_plateau} {_random.NextBits():x}";

        void Append(TensorView view) => hash.AppendData(MemoryMarshal.AsBytes<double>(view.ToArray<double>()));
    }

    public void Dispose()
    {
        _schedule.Dispose();
        _group.Dispose();
    }
}
