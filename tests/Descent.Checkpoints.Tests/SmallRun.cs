namespace Descent.Checkpoints.Tests;

/// <summary>A small training whose gradients follow from step and weight, so that it can be stopped and gone on with anywhere.</summary>
internal sealed class SmallRun : IDisposable
{
    private readonly List<(Parameter Parameter, Action<int> Fill)> _parameters = [];
    private readonly List<Array> _weights = [];

    /// <summary>Gives an optimizer a vector, two matrices and a single weight, of one type or of both.</summary>
    public SmallRun(Optimizer optimizer, string type, int seed = 1)
    {
        Optimizer = optimizer;
        Add<float>("layer/one.weight", [7, 11]);
        Add<double>("layer/one.bias", [70]);
        Add<float>("two", [5, 3, 2]);
        Add<double>("scalar", [1]);

        void Add<T>(string name, nint[] shape)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            if (type == "float" || (type == "both" && typeof(T) == typeof(float)))
            {
                AddOf<float>(name, shape, seed);
            }
            else
            {
                AddOf<double>(name, shape, seed);
            }
        }
    }

    public Optimizer Optimizer { get; }

    /// <summary>Makes steps.</summary>
    public void Run(int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            Begin(step);
            End(step);
        }
    }

    /// <summary>The half of a step before the gradients.</summary>
    public void Begin(int step)
    {
        Fill((2 * step) + 1000);
        Optimizer.BeforeGradient();
    }

    /// <summary>The half from the gradients on.</summary>
    public void End(int step)
    {
        Fill(2 * step);
        Optimizer.Step();
    }

    /// <summary>All weights and states, bit by bit, and what else there is of numbers.</summary>
    public string Bits() => string.Join('\n',
    [
        .. _weights.Select(weights => Hex(weights)),
        .. Optimizer.Parameters.SelectMany(parameter => parameter.States.Select(state => $"{parameter.Name}/{state.Name} {Hex(state)}")),
        .. Optimizer.Parameters.Select(parameter => $"{parameter.Name} {parameter.StepCount} {parameter.IsFrozen} {parameter.LearningRateScale} {parameter.State.AwaitsGradient}"),
        .. Optimizer.States.Select(state => $"{state.Name} {BitConverter.DoubleToInt64Bits(state.Value)}"),
        .. Optimizer.Hyperparameters.Select(hyperparameter => hyperparameter.ToString()),
        Optimizer.IsEvaluating.ToString(),
    ]);

    public void Dispose() => Optimizer.Dispose();

    private static string Hex(Array values) => Convert.ToHexString(values is float[] floats ? System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(floats) : System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>((double[])values));

    private static string Hex(StateView state)
    {
        try
        {
            return state.ElementType == typeof(float)
                ? Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(state.ReadOnlySpan<float>()))
                : Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(state.ReadOnlySpan<double>()));
        }
        catch (InvalidOperationException)
        {
            return BitConverter.DoubleToInt64Bits(state.Value).ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private void AddOf<T>(string name, nint[] shape, int seed)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var length = (int)shape.Aggregate((product, dimension) => product * dimension);
        var (weights, gradients) = (new T[length], new T[length]);
        var random = new Random(seed);
        for (var index = 0; index < length; index++)
        {
            weights[index] = T.CreateTruncating(random.NextDouble() - 0.5);
        }

        var parameter = Optimizer.Add(name, weights, gradients, shape);
        var inputs = parameter.Inputs.Select(input => (input.Name, Values: new T[length])).ToList();
        foreach (var (input, values) in inputs)
        {
            parameter.BindInput(input, values);
        }

        _weights.Add(weights);
        _parameters.Add((parameter, step =>
        {
            var random = new Random((step * 31) + length);
            for (var index = 0; index < length; index++)
            {
                gradients[index] = weights[index] + T.CreateTruncating(random.NextDouble() - 0.5);
                inputs.ForEach(input => input.Values[index] = T.CreateTruncating(random.NextDouble() + 0.1));
            }
        }));
    }

    private void Fill(int step) => _parameters.ForEach(item => item.Fill(step));
}
