using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>TorchSharp's schedulers set the rates, momenta and betas of ours as they set those of its own optimizers.</summary>
public sealed class SchedulerTests
{
    private static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> s_schedulers = new()
    {
        ["StepLR"] = optimizer => StepLR(optimizer, 5, 0.5),
        ["MultiStepLR"] = optimizer => MultiStepLR(optimizer, [3, 7, 20], 0.3),
        ["ExponentialLR"] = optimizer => ExponentialLR(optimizer, 0.9),
        ["ConstantLR"] = optimizer => ConstantLR(optimizer, 0.5, 6),
        ["LinearLR"] = optimizer => LinearLR(optimizer, 0.1, 1, 10),
        ["PolynomialLR"] = optimizer => PolynomialLR(optimizer, 15, 2),
        ["CosineAnnealingLR"] = optimizer => CosineAnnealingLR(optimizer, 12, 1e-4),
        ["LambdaLR"] = optimizer => LambdaLR(optimizer, step => 1.0 / (1 + step)),
        ["MultiplicativeLR"] = optimizer => MultiplicativeLR(optimizer, step => 0.95),
        ["OneCycleLR"] = optimizer => OneCycleLR(optimizer, 0.1, total_steps: 40),
        ["CyclicLR"] = optimizer => CyclicLR(optimizer, 0.001, 0.1, step_size_up: 5, cycle_momentum: false),
        ["SequentialLR"] = optimizer => SequentialLR(optimizer, [ConstantLR(optimizer, 0.1, 5), ExponentialLR(optimizer, 0.9)], [5]),
    };

    public static TheoryData<string> Schedulers => [.. s_schedulers.Keys];

    [TorchTheory, MemberData(nameof(Schedulers))]
    public void Rates_and_betas_are_those_of_TorchSharps_Adam(string name)
    {
        using var scope = NewDisposeScope();
        var (theirs, ours) = (new TorchParameter(ones(1)), new TorchParameter(ones(1)));
        using var other = optim.Adam([theirs], 0.01);
        using var optimizer = TorchDefaults.Adam([ours], 0.01);
        var (expected, actual) = (s_schedulers[name](other), s_schedulers[name](optimizer));
        var adam = (Adam)((DescentParamGroup)optimizer.ParamGroups.Single()).Rule;
        for (var step = 0; step < 30; step++)
        {
            Assert.Equal(other.ParamGroups.Single().LearningRate, adam.LearningRate);
            Assert.Equal(((optim.IBetas)other.ParamGroups.Single()).Betas, (adam.Beta1, adam.Beta2));
            expected.step();
            actual.step();
        }
    }

    /// <summary>What the page says of a resumed run: the scheduler anew, as many steps of it, then the optimizer's file.</summary>
    [TorchTheory, MemberData(nameof(Schedulers))]
    public void Scheduler_that_is_made_again_goes_on_where_it_was(string name)
    {
        using var scope = NewDisposeScope();
        using var state = new MemoryStream();
        using var optimizer = TorchDefaults.Adam([new TorchParameter(ones(1))], 0.01);
        var scheduler = s_schedulers[name](optimizer);
        Run(scheduler, 8);
        optimizer.save_state_dict(new BinaryWriter(state));

        using var resumed = TorchDefaults.Adam([new TorchParameter(ones(1))], 0.01);
        var again = s_schedulers[name](resumed);
        Run(again, 8);
        state.Position = 0;
        resumed.load_state_dict(new BinaryReader(state));
        for (var step = 0; step < 12; step++)
        {
            Assert.Equal(optimizer.ParamGroups.Single().LearningRate, resumed.ParamGroups.Single().LearningRate);
            Assert.Equal(((optim.IBetas)optimizer).Betas, ((optim.IBetas)resumed).Betas);
            Run(scheduler, 1);
            Run(again, 1);
        }

        static void Run(LRScheduler scheduler, int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                scheduler.step();
            }
        }
    }

    [TorchFact]
    public void Momentum_is_cycled_as_that_of_TorchSharps_Sgd()
    {
        using var scope = NewDisposeScope();
        var (theirs, ours) = (new TorchParameter(ones(1)), new TorchParameter(ones(1)));
        using var other = optim.SGD([theirs], 0.01, 0.9);
        using var optimizer = TorchDefaults.SGD([ours], 0.01, 0.9);

        // CyclicLR of TorchSharp cycles above the maximum by as much as the base is below it, and PyTorch's below.
        foreach (var make in new Func<optim.Optimizer, LRScheduler>[]
        {
            of => OneCycleLR(of, 0.1, total_steps: 40), of => CyclicLR(of, 0.001, 0.1, step_size_up: 5, base_momentum: 0.8, max_momentum: 0.85),
        })
        {
            var (expected, actual) = (make(other), make(optimizer));
            for (var step = 0; step < 20; step++)
            {
                Assert.Equal(((optim.IMomentum)other.ParamGroups.Single()).Momentum, ((optim.IMomentum)optimizer.ParamGroups.Single()).Momentum);
                Assert.Equal(other.ParamGroups.Single().LearningRate, optimizer.ParamGroups.Single().LearningRate);
                expected.step();
                actual.step();
            }
        }
    }

    /// <summary>TorchSharp casts every group to what the optimizer, which is what its first group is, says that it has.</summary>
    [TorchFact]
    public void Momentum_is_cycled_in_the_groups_that_have_one()
    {
        using var scope = NewDisposeScope();
        var (momentum, adam) = (new SgdPyTorch(), new AdamW());
        using var optimizer = DescentOptimizer.For(Group(momentum), Group(adam), Group(new Sgd()));
        CyclicLR(optimizer, 0.001, 0.1, step_size_up: 5, base_momentum: 0.8, max_momentum: 0.85).step();
        Assert.Equal(momentum.Momentum, adam.Beta1);
        Assert.InRange(adam.Beta1, 0.851, 0.899);

        var (alone, plain) = (new AdamW(), new Sgd());
        using var other = DescentOptimizer.For(Group(alone), Group(plain));
        OneCycleLR(other, 0.1, total_steps: 40).step();
        Assert.InRange(alone.Beta1, 0.85, 0.9499);
        Assert.Equal(alone.LearningRate, plain.LearningRate);

        static DescentParamGroup Group(RuleOptimizer rule) => DescentParamGroup.For([new TorchParameter(ones(1))], rule);
    }

    [TorchFact]
    public void Rate_falls_on_a_plateau_as_that_of_TorchSharps()
    {
        using var scope = NewDisposeScope();
        var (theirs, ours) = (new TorchParameter(ones(1)), new TorchParameter(ones(1)));
        using var other = optim.Adam([theirs], 0.01);
        using var optimizer = TorchDefaults.Adam([ours], 0.01);
        var (expected, actual) = (ReduceLROnPlateau(other, patience: 2), ReduceLROnPlateau(optimizer, patience: 2));
        for (var step = 0; step < 12; step++)
        {
            expected.step(1.0);
            actual.step(1.0);
            Assert.Equal(other.ParamGroups.Single().LearningRate, optimizer.ParamGroups.Single().LearningRate);
        }

        Assert.True(optimizer.ParamGroups.Single().LearningRate < 0.01);
    }

    [TorchFact]
    public void Rates_that_are_set_anywhere_count_for_the_step()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(zeros(1)) { grad = ones(1) };
        var rule = new Sgd { LearningRate = 1 };
        using var optimizer = DescentOptimizer.For([weights], rule);
        var group = (DescentParamGroup)optimizer.ParamGroups.Single();
        optimizer.step();
        Assert.Equal(-1f, weights.item<float>());
        ((TorchSharp.Modules.ParamGroup)group).LearningRate = 2;
        optimizer.step();
        Assert.Equal(-3f, weights.item<float>());
        rule.LearningRate = 4;
        optimizer.step();
        Assert.Equal(-7f, weights.item<float>());
        Assert.Equal(4, ((TorchSharp.Modules.ParamGroup)group).LearningRate);
        group.LearningRate = 8;
        optimizer.step();
        Assert.Equal(-15f, weights.item<float>());
        Assert.Equal(1, group.InitialLearningRate);
        Assert.Throws<ArgumentOutOfRangeException>(() => group.LearningRate = -1);
    }

    /// <summary>One that was set through the base class is saved, and gives way to one that is loaded.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Rates_that_are_set_anywhere_are_saved_and_loaded(bool intoStream)
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        var (weights, path) = (new TorchParameter(zeros(1)) { grad = ones(1) }, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        TorchSharp.Modules.ParamGroup group = (DescentParamGroup)optimizer.ParamGroups.Single();
        group.LearningRate = 2;
        Save();
        optimizer.step();
        Assert.Equal(-2f, weights.item<float>());
        group.LearningRate = 4;
        Load();
        Assert.Equal(2, group.LearningRate);
        optimizer.step();
        Assert.Equal(-4f, weights.item<float>());

        void Save()
        {
            if (intoStream)
            {
                optimizer.save_state_dict(new BinaryWriter(stream));
            }
            else
            {
                optimizer.Save(path, new() { IncludeWeights = false });
            }
        }

        void Load()
        {
            if (intoStream)
            {
                stream.Position = 0;
                optimizer.load_state_dict(new BinaryReader(stream));
            }
            else
            {
                optimizer.Load(path, new() { IncludeWeights = false });
                File.Delete(path);
            }
        }
    }

    [TorchFact]
    public void Rule_without_a_rate_says_so()
    {
        using var weights = new TorchParameter(zeros(1));
        using var optimizer = TorchDefaults.Rprop([weights]);
        var group = optimizer.ParamGroups.Single();
        Assert.Equal(1, group.LearningRate);
        Assert.Contains("Rprop", Assert.Throws<InvalidOperationException>(() => group.LearningRate = 0.5).Message, StringComparison.Ordinal);
    }
}
