using Descent.Matrices;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>A run that is saved and resumed goes on with the same bits, by each of TorchSharp's ways and by Descent's own.</summary>
public sealed class StateTests
{
    public static TheoryData<string, string> Ways
    {
        get
        {
            TheoryData<string, string> ways = [];
            foreach (var rule in new[] { "NAdam", "Muon", "Prodigy", "AdamW in blocks", "BFloat16 master" })
            {
                foreach (var way in new[] { "stream", "file", "object", "Descent" })
                {
                    ways.Add(rule, way);
                }
            }

            return ways;
        }
    }

    /// <summary>Weights and states are saved as they lie in memory: what lies in another order, such as a model in <c>channels_last</c>, is refused though its numbers are as many.</summary>
    [TorchTheory, InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void Tensor_in_another_order_of_dimensions_is_refused(bool isTransposed, bool isLoadedTransposed)
    {
        using var scope = NewDisposeScope();
        using var state = new MemoryStream();
        using var optimizer = DescentOptimizer.For([("square", Square(isTransposed))], new AdamW());
        using var other = DescentOptimizer.For([("square", Square(isLoadedTransposed))], new AdamW());
        optimizer.save_state_dict(new BinaryWriter(state));
        state.Position = 0;
        if (isTransposed == isLoadedTransposed)
        {
            other.load_state_dict(new BinaryReader(state));
        }
        else
        {
            var refusal = Assert.Throws<CheckpointMismatchException>(() => other.load_state_dict(new BinaryReader(state)));
            Assert.Contains("torch/0/square.DimensionsInMemory.1.0", refusal.Message, StringComparison.Ordinal);
        }

        static TorchParameter Square(bool isTransposed) => new(isTransposed ? zeros(3, 3).t() : zeros(3, 3));
    }

    /// <summary>What a file is of, is said by its rules, and by a name that a user knows.</summary>
    /// <summary>Files of PyTorch have the dimensions in their order; states of a square matrix would have been another's without a word.</summary>
    [TorchFact]
    public void States_in_another_order_of_dimensions_are_no_states_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var contiguous = DescentOptimizer.For([("weights", new TorchParameter(ones(3, 3)))], new Adam());
        using var transposed = DescentOptimizer.For([("weights", new TorchParameter(ones(3, 3).t()))], new Adam());
        Assert.Contains("'weights' lie in the order 1, 0", Assert.Throws<NotSupportedException>(() => transposed.Group.ExportPyTorch(path)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        contiguous.Group.ExportPyTorch(path);
        try
        {
            Assert.Throws<NotSupportedException>(() => transposed.Group.ImportPyTorch(path));
            contiguous.Group.ImportPyTorch(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TorchFact]
    public void File_of_another_optimizer_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(zeros(3));
        Assert.Contains("Velocity", Refusal<CheckpointMismatchException>(TorchDefaults.Adam([weights]), TorchDefaults.SGD([weights], momentum: 0.9)), StringComparison.Ordinal);
        Assert.Contains("expected 'DescentOptimizer', but found 'Adam'", Refusal<InvalidDataException>(optim.Adam([weights]), TorchDefaults.Adam([weights])), StringComparison.Ordinal);

        static string Refusal<TException>(TorchSharp.Modules.OptimizerHelper saved, DescentOptimizer loaded)
            where TException : Exception
        {
            using var state = new MemoryStream();
            saved.save_state_dict(new BinaryWriter(state));
            state.Position = 0;
            return Assert.Throws<TException>(() => loaded.load_state_dict(new BinaryReader(state))).Message;
        }
    }

    [TorchTheory, MemberData(nameof(Ways))]
    public void Resumed_run_has_the_same_bits(string rule, string way)
    {
        using var scope = NewDisposeScope();
        var sequence = new Sequence(8192, 9);
        var type = rule == "BFloat16 master" ? ScalarType.BFloat16 : ScalarType.Float32;
        var (weights, bias) = (sequence.Parameter(type, 64, 128), sequence.Parameter(type));
        using var optimizer = Make(rule, weights, bias);
        Run(1, 5, optimizer, weights, bias);
        optimizer.ParamGroups.First().LearningRate /= 2;
        optimizer.Options.MaximumGradientNorm = 3;
        var (otherWeights, otherBias) = (new TorchParameter(weights.detach().clone()), new TorchParameter(bias.detach().clone()));
        using var resumed = Make(rule, otherWeights, otherBias);
        var file = Path.GetTempFileName();
        try
        {
            switch (way)
            {
                case "file":
                    optimizer.save_state_dict(file);
                    resumed.load_state_dict(file);
                    break;
                case "object":
                    resumed.load_state_dict(optimizer.state_dict());
                    break;
                case "Descent":
                    optimizer.Save(file);
                    resumed.Load(file);
                    break;
                default:
                    using (var stream = new MemoryStream())
                    {
                        // What is before and after it in the stream stays the caller's.
                        var writer = new BinaryWriter(stream);
                        writer.Write(17);
                        optimizer.save_state_dict(writer);
                        writer.Write(18);
                        stream.Position = 0;
                        var reader = new BinaryReader(stream);
                        Assert.Equal(17, reader.ReadInt32());
                        resumed.load_state_dict(reader);
                        Assert.Equal(18, reader.ReadInt32());
                    }

                    break;
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(optimizer.ParamGroups.Select(group => (group.LearningRate, group.InitialLearningRate)), resumed.ParamGroups.Select(group => (group.LearningRate, group.InitialLearningRate)));
        Run(6, 10, optimizer, weights, bias);
        Run(6, 10, resumed, otherWeights, otherBias);
        Assert.Equal(Sequence.Bits(weights), Sequence.Bits(otherWeights));
        Assert.Equal(Sequence.Bits(bias), Sequence.Bits(otherBias));
        Assert.All(optimizer.state_dict().State.Zip(resumed.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));

        void Run(int first, int last, DescentOptimizer stepped, params TorchParameter[] parameters)
        {
            for (var step = first; step <= last; step++)
            {
                Array.ForEach(parameters, parameter => sequence.Give(parameter, step));
                stepped.step();
            }
        }
    }

    [TorchFact]
    public void State_of_something_else_is_refused_and_nothing_changes()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3)) { grad = ones(3) };
        using var adam = DescentOptimizer.For([weights], new Adam());
        using var nadam = DescentOptimizer.For([weights], new NAdam { LearningRate = 0.5 });
        using var theirs = optim.Adam([weights]);
        adam.step();
        nadam.step();
        using var stream = new MemoryStream();
        adam.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Throws<CheckpointMismatchException>(() => nadam.load_state_dict(new BinaryReader(stream)));
        Assert.Throws<CheckpointMismatchException>(() => nadam.load_state_dict(adam.state_dict()));
        Assert.Throws<InvalidDataException>(() => nadam.load_state_dict(theirs.state_dict()));
        stream.SetLength(stream.Length - 1);
        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => adam.load_state_dict(new BinaryReader(stream)));
        Assert.Equal((1, 0.5), (nadam.Group.Parameters[0].StepCount, nadam.ParamGroups.Single().LearningRate));
        Assert.Throws<NotSupportedException>(() => adam.to(new Device(DeviceType.CUDA)));
        adam.to(CPU);
    }

    private static DescentOptimizer Make(string rule, TorchParameter weights, TorchParameter bias) => rule switch
    {
        "Muon" => DescentOptimizer.For(DescentParamGroup.For([weights], new Muon()), DescentParamGroup.For([bias], new AdamW())),
        "Prodigy" => DescentOptimizer.For([("weight", weights), ("bias", bias)], new Prodigy()),
        "AdamW in blocks" => DescentOptimizer.For([weights, bias], new AdamW { Storage = { States = StateStorage.Blocks8 } }),
        "BFloat16 master" => DescentOptimizer.For([weights, bias], new AdamW { Storage = { Weights = WeightPrecision.Master } }),
        _ => DescentOptimizer.For([weights, bias], new NAdam()),
    };
}
