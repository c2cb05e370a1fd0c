using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>
/// Each optimizer of TorchSharp beside ours with the same arguments, over 50 steps: equal to 1e-12 in <c>Float64</c>. In <c>Float32</c> both round at each step in an order
/// of their own, and 5e-5 is what that makes of weights down to 0.01.
/// </summary>
public sealed class ParityTests
{
    private const int Steps = 50;

    private static readonly Dictionary<string, (Func<IEnumerable<TorchParameter>, optim.Optimizer> Theirs, Func<IEnumerable<TorchParameter>, DescentOptimizer> Ours)> s_pairs = new()
    {
        ["SGD"] = (p => optim.SGD(p, 0.01), p => TorchDefaults.SGD(p, 0.01)),
        ["SGD decay"] = (p => optim.SGD(p, 0.01, weight_decay: 0.1), p => TorchDefaults.SGD(p, 0.01, weight_decay: 0.1)),
        ["SGD momentum"] = (p => optim.SGD(p, 0.01, 0.9), p => TorchDefaults.SGD(p, 0.01, 0.9)),
        ["SGD dampening, decay"] = (p => optim.SGD(p, 0.01, 0.9, 0.3, 0.1), p => TorchDefaults.SGD(p, 0.01, 0.9, 0.3, 0.1)),
        ["SGD Nesterov"] = (p => optim.SGD(p, 0.01, 0.9, nesterov: true), p => TorchDefaults.SGD(p, 0.01, 0.9, nesterov: true)),
        ["SGD Nesterov, decay"] = (p => optim.SGD(p, 0.01, 0.9, weight_decay: 0.1, nesterov: true), p => TorchDefaults.SGD(p, 0.01, 0.9, weight_decay: 0.1, nesterov: true)),
        ["SGD maximize"] = (p => optim.SGD(p, 0.01, 0.9, maximize: true), p => TorchDefaults.SGD(p, 0.01, 0.9, maximize: true)),
        ["Adam"] = (p => optim.Adam(p), p => TorchDefaults.Adam(p)),
        ["Adam decay"] = (p => optim.Adam(p, 0.01, weight_decay: 0.1), p => TorchDefaults.Adam(p, 0.01, weight_decay: 0.1)),
        ["Adam AMSGrad"] = (p => optim.Adam(p, 0.01, amsgrad: true), p => TorchDefaults.Adam(p, 0.01, amsgrad: true)),
        ["Adam maximize, decay"] = (p => optim.Adam(p, 0.01, weight_decay: 0.1, maximize: true), p => TorchDefaults.Adam(p, 0.01, weight_decay: 0.1, maximize: true)),
        ["AdamW"] = (p => optim.AdamW(p, 0.01, weight_decay: 0.01), p => TorchDefaults.AdamW(p, 0.01)),
        ["AdamW AMSGrad"] = (p => optim.AdamW(p, 0.01, weight_decay: 0.1, amsgrad: true), p => TorchDefaults.AdamW(p, 0.01, weight_decay: 0.1, amsgrad: true)),
        ["Adagrad"] = (p => optim.Adagrad(p), p => TorchDefaults.Adagrad(p)),
        ["Adagrad all"] = (p => optim.Adagrad(p, 0.05, 0.01, 0.1, 0.5, 1e-8), p => TorchDefaults.Adagrad(p, 0.05, 0.01, 0.1, 0.5, 1e-8)),
        ["Adadelta"] = (p => optim.Adadelta(p), p => TorchDefaults.Adadelta(p)),
        ["Adadelta decay"] = (p => optim.Adadelta(p, 0.5, weight_decay: 0.1), p => TorchDefaults.Adadelta(p, 0.5, weight_decay: 0.1)),
        ["RMSProp"] = (p => optim.RMSProp(p), p => TorchDefaults.RMSProp(p)),
        ["RMSProp momentum, decay"] = (p => optim.RMSProp(p, 0.01, momentum: 0.9, weight_decay: 0.1), p => TorchDefaults.RMSProp(p, 0.01, momentum: 0.9, weight_decay: 0.1)),
        ["RMSProp centered"] = (p => optim.RMSProp(p, 0.01, centered: true), p => TorchDefaults.RMSProp(p, 0.01, centered: true)),
        ["RMSProp centered, momentum"] = (p => optim.RMSProp(p, 0.01, momentum: 0.9, centered: true), p => TorchDefaults.RMSProp(p, 0.01, momentum: 0.9, centered: true)),
        ["Adamax"] = (p => optim.Adamax(p), p => TorchDefaults.Adamax(p)),
        ["Adamax decay"] = (p => optim.Adamax(p, weight_decay: 0.1), p => TorchDefaults.Adamax(p, weight_decay: 0.1)),
        ["NAdam"] = (p => optim.NAdam(p), p => TorchDefaults.NAdam(p)),
        ["NAdam decay"] = (p => optim.NAdam(p, weight_decay: 0.1), p => TorchDefaults.NAdam(p, weight_decay: 0.1)),
        ["Rprop"] = (p => optim.Rprop(p), p => TorchDefaults.Rprop(p)),
        ["ASGD"] = (p => optim.ASGD(p, 0.01), p => TorchDefaults.ASGD(p)),
        ["ASGD averaging, decay"] = (p => optim.ASGD(p, 0.01, 0.01, t0: 10, weight_decay: 0.1), p => TorchDefaults.ASGD(p, 0.01, 0.01, t0: 10, weight_decay: 0.1)),
        ["RAdam at a rate of 1"] = (p => optim.RAdam(p, 1), p => TorchDefaults.RAdam(p, 1)),
    };

    public static TheoryData<string> Pairs => [.. s_pairs.Keys];

    [TorchTheory, MemberData(nameof(Pairs))]
    public void Double_is_equal_to_rounding(string pair) => Assert.InRange(Difference(pair, ScalarType.Float64), 0, 1e-12);

    [TorchTheory, MemberData(nameof(Pairs))]
    public void Float_is_as_near_as_its_rounding(string pair) => Assert.InRange(Difference(pair, ScalarType.Float32), 0, 5e-5);

    /// <summary>
    /// A run that was begun with TorchSharp's optimizer, saved in its format and read by another of its, goes on here; and one that was begun here goes on there.
    /// Float64, 1e-12: both round at each step in an order of their own.
    /// </summary>
    [TorchTheory]
    [InlineData("SGD momentum")]
    [InlineData("SGD dampening, decay")]
    [InlineData("SGD Nesterov")]
    [InlineData("Adam decay")]
    [InlineData("Adam AMSGrad")]
    [InlineData("AdamW")]
    [InlineData("AdamW AMSGrad")]
    [InlineData("Adagrad all")]
    [InlineData("Adadelta decay")]
    [InlineData("RMSProp")]
    [InlineData("RMSProp momentum, decay")]
    [InlineData("RMSProp centered")]
    [InlineData("RMSProp centered, momentum")]
    [InlineData("Adamax")]
    [InlineData("NAdam")]
    [InlineData("Rprop")]
    [InlineData("RAdam at a rate of 1")]
    public void States_go_from_one_to_the_other(string pair)
    {
        using var scope = NewDisposeScope();
        var sequence = new Sequence(24, 3);
        var begun = sequence.Parameter(ScalarType.Float64, 4, 6);
        using var theirs = (OptimizerHelper)s_pairs[pair].Theirs([begun]);
        Run(theirs, begun, 1, 20);
        using var stream = new MemoryStream();
        theirs.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;

        // Ours lies otherwise in memory, as TorchSharp could not load it.
        var copy = new TorchParameter(begun.detach().clone());
        var transposed = new TorchParameter(begun.detach().t().contiguous().t());
        using var read = (OptimizerHelper)s_pairs[pair].Theirs([copy]);
        read.load_state_dict(new BinaryReader(stream));
        using var ours = s_pairs[pair].Ours([transposed]);
        ours.TakeStatesOf(read);
        Run(theirs, begun, 21, 40);
        Run(ours, transposed, 21, 40);
        Assert.InRange(Sequence.Difference(begun, transposed), 0, 1e-12);

        ours.GiveStatesTo(read);
        using (no_grad())
        {
            copy.copy_(transposed);
        }

        Run(theirs, begun, 41, 60);
        Run(read, copy, 41, 60);
        Assert.InRange(Sequence.Difference(begun, copy), 0, 1e-12);

        void Run(optim.Optimizer optimizer, TorchParameter parameter, int first, int last)
        {
            for (var step = first; step <= last; step++)
            {
                using var gradient = tensor(sequence.Gradients(step), parameter.dtype).reshape(parameter.shape);
                parameter.grad = parameter.is_contiguous() ? gradient : gradient.t().contiguous().t();
                optimizer.step();
            }
        }
    }

    [TorchFact]
    public void States_of_other_optimizers_are_refused()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var adam = DescentOptimizer.For([weights], new Adam());
        using var lion = DescentOptimizer.For([weights], new Lion());
        using var theirs = optim.Adam([weights]);
        Assert.Contains("Lion", Assert.Throws<NotSupportedException>(() => lion.TakeStatesOf(theirs)).Message, StringComparison.Ordinal);
        Refuses("AdamW", optim.AdamW([weights]));
        Refuses("groups of 2 parameters, and this one of 1", optim.Adam([weights, new TorchParameter(ones(2))]));
        Refuses("[2] there, and its weights [3]", optim.Adam([new TorchParameter(ones(2))]));
        Refuses("beta1 is 0.8 there, and Beta1 0.9 here", optim.Adam([weights], beta1: 0.8));
        Refuses("amsgrad is True there", optim.Adam([weights], amsgrad: true));
        Assert.Equal(0, adam.Group.Parameters[0].StepCount);

        void Refuses(string why, OptimizerHelper other)
        {
            Assert.Contains(why, Assert.Throws<ArgumentException>(() => adam.TakeStatesOf(other)).Message, StringComparison.Ordinal);
            other.Dispose();
        }
    }

    /// <summary>TorchSharp multiplies by the rate twice once the variance is rectified. PyTorch's documented algorithm is written out here.</summary>
    [TorchFact]
    public void RAdam_is_PyTorchs_formula_and_not_TorchSharps()
    {
        const double Rate = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
        var sequence = new Sequence(1000, 5);
        var (weights, m, v) = ((double[])sequence.First.Clone(), new double[1000], new double[1000]);
        var longest = (2 / (1 - Beta2)) - 1;
        using var ours = sequence.Parameter(ScalarType.Float64);
        using var theirs = sequence.Parameter(ScalarType.Float64);
        using var optimizer = TorchDefaults.RAdam([ours], Rate);
        using var other = optim.RAdam([theirs], Rate);
        for (var t = 1; t <= Steps; t++)
        {
            var gradients = sequence.Gradients(t);
            var length = longest - (2 * t * Math.Pow(Beta2, t) / (1 - Math.Pow(Beta2, t)));
            for (var i = 0; i < weights.Length; i++)
            {
                m[i] = (Beta1 * m[i]) + ((1 - Beta1) * gradients[i]);
                v[i] = (Beta2 * v[i]) + ((1 - Beta2) * gradients[i] * gradients[i]);
                var mHat = m[i] / (1 - Math.Pow(Beta1, t));
                var rectified = length > 5
                    ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (Math.Sqrt(v[i]) + Epsilon)
                    : 1;
                weights[i] -= Rate * mHat * rectified;
            }

            sequence.Give(ours, t);
            sequence.Give(theirs, t);
            optimizer.step();
            other.step();
        }

        using var expected = tensor(weights);
        Assert.InRange(Sequence.Difference(ours, expected), 0, 1e-12);
        Assert.True(Sequence.Difference(theirs, expected) > 0.1, "TorchSharp's RAdam has PyTorch's formula by now: the page says otherwise.");
    }

    /// <summary>TorchSharp flips the sign after it has added the decay, so that weights grow. PyTorch's documented algorithm flips it before.</summary>
    [TorchFact]
    public void Sgd_that_climbs_with_decay_is_PyTorchs_formula_and_not_TorchSharps()
    {
        const double Rate = 0.01, Momentum = 0.9, Decay = 0.1;
        var sequence = new Sequence(1000, 6);
        var (weights, velocity) = ((double[])sequence.First.Clone(), new double[1000]);
        using var ours = sequence.Parameter(ScalarType.Float64);
        using var theirs = sequence.Parameter(ScalarType.Float64);
        using var optimizer = TorchDefaults.SGD([ours], Rate, Momentum, weight_decay: Decay, maximize: true);
        using var other = optim.SGD([theirs], Rate, Momentum, weight_decay: Decay, maximize: true);
        for (var t = 1; t <= Steps; t++)
        {
            var gradients = sequence.Gradients(t);
            for (var i = 0; i < weights.Length; i++)
            {
                velocity[i] = (Momentum * velocity[i]) - gradients[i] + (Decay * weights[i]);
                weights[i] -= Rate * velocity[i];
            }

            sequence.Give(ours, t);
            sequence.Give(theirs, t);
            optimizer.step();
            other.step();
        }

        using var expected = tensor(weights);
        Assert.InRange(Sequence.Difference(ours, expected), 0, 1e-12);
        Assert.True(Sequence.Difference(theirs, expected) > 0.1, "TorchSharp's SGD has PyTorch's formula by now: the page says otherwise.");
    }

    /// <summary>Their loops are the same in each of TorchSharp's twelve optimizers; ours has the arguments' checks of PyTorch.</summary>
    [TorchFact]
    public void Nesterov_without_momentum_is_refused_as_in_PyTorch()
    {
        using var parameter = new Sequence(4, 1).Parameter(ScalarType.Float32);
        Assert.Throws<ArgumentException>("nesterov", () => TorchDefaults.SGD([parameter], 0.1, nesterov: true));
        Assert.Throws<ArgumentException>("nesterov", () => TorchDefaults.SGD([parameter], 0.1, 0.9, 0.1, nesterov: true));
    }

    private static double Difference(string pair, ScalarType type)
    {
        var sequence = new Sequence(1000, 3);
        using var theirs = sequence.Parameter(type);
        using var ours = sequence.Parameter(type);
        using var before = ours.detach().clone();
        using var other = s_pairs[pair].Theirs([theirs]);
        using var optimizer = s_pairs[pair].Ours([ours]);
        for (var step = 1; step <= Steps; step++)
        {
            sequence.Give(theirs, step);
            sequence.Give(ours, step);
            other.step();
            optimizer.step();
        }

        Assert.True(Sequence.Difference(ours, before) > 1e-3, "Nothing has moved.");
        return Sequence.Difference(theirs, ours);
    }
}
