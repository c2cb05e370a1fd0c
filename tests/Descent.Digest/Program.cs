using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Descent;
using Descent.CompilerServices;
using Descent.Digest;

// Prints the digest of the results of every rule in this process, the width in bits of the vectors in its loops, and then each rule's own digest as
// "Name float|double digest". Processes with other vector widths, or without hardware vectors at all, must print the same digest, and so must other makes
// of processor wherever no function of the platform's System.Math rounds: arguments are literals or set so that its values are exact.
if (Environment.GetEnvironmentVariable("DESCENT_RECIPROCALS") is { } reciprocals)
{
    AppContext.SetSwitch("Descent.DividesByReciprocals", bool.Parse(reciprocals));
}

if (Environment.GetEnvironmentVariable("DESCENT_FAR_LENGTH") is { } farLength)
{
    AppContext.SetData("Descent.FarLength", int.Parse(farLength, CultureInfo.InvariantCulture));
}

Func<Optimizer>[] rules =
[
    () => new AccSgd(), () => new AggMo(), () => new DAdaptAdam(), () => new Prodigy(),
    () => new ScheduleFreeAdamW { LearningRate = 5 / 1024.0, WarmUpSteps = 4 }, () => new ScheduleFreeSgd { LearningRate = 5 / 8.0 }, () => new SophiaG { Interval = 2 }, () => new SophiaH(),
    () => new AdEmaMix(), () => new AdaBelief(), () => new AdaBeliefAmsGrad(), () => new AdaBound(),
    () => new AdaDelta(), () => new AdaGrad(), () => new AdaMax(), () => new AdaMod(), () => new Adam(), () => new AdamAtan2(),
    () => new AdamD(), () => new AdamW(), () => new AdamWCautiousDecay(), () => new AdamWithoutBiasCorrection(), () => new Adan(),
    () => new Adopt { Clip = false }, () => new Adopt(), () => new AmsBound(), () => new AmsGrad(), () => new Asgd { Power = 1 }, () => new Asgd(), () => new CautiousAdamW(), () => new CautiousLion(), () => new CenteredRmsProp(),
    () => new AcProp(), () => new AdaHessian(), () => new Adai(), () => new Apollo(), () => new PolyakSgd { Loss = 3 },
    () => new AdaNorm(), () => new AdamP(), () => new AdanWithClipping(), () => new DAdaptAdaGrad(), () => new DAdaptLion(), () => new DAdaptSgd(),
    () => new DoG(), () => new Fromage { NormBound = 2 }, () => new LambWithClipping(), () => new Mars(), () => new MarsLion(), () => new Ranger(),
    () => new ScaledTiger(), () => new ScheduleFreeRAdam { LearningRatePower = 1 }, () => new SgdP(), () => new StableAdamW(),
    () => new CenteredRmsPropWithMomentum { EpsilonPlacement = EpsilonPlacement.InsideRoot, LearningRateInVelocity = true, InitialMeanSquare = 1 }, () => new CenteredRmsPropWithMomentum(), () => new DiffGrad(), () => new Ftrl(),
    () => new Grams(), () => new HeavyBallMomentum { WeightDecay = 0.01 }, () => new LaProp(), () => new Lamb(), () => new Lars(),
    () => new Lion(), () => new MadGrad(), () => new MovingAverageMomentum(), () => new NAdam { MomentumDecay = 0 }, () => new NAdam(), () => new NAdamWithoutSchedule(),
    () => new NesterovLookAhead(), () => new NesterovRewritten(), () => new NovoGrad(), () => new OptimisticSgd(), () => new Padam(),
    () => new Pid(), () => new QhAdam(), () => new Qhm(), () => new RAdam(), () => new RectifiedAdaBelief(), () => new RmsProp(),
    () => new RmsProp { EpsilonPlacement = EpsilonPlacement.InsideRoot },
    () => new RmsPropWithMomentum { EpsilonPlacement = EpsilonPlacement.InsideRoot, LearningRateInVelocity = true, InitialMeanSquare = 1 }, () => new RmsPropWithMomentum(), () => new Rprop(),
    () => new RpropPlus(), () => new Sgd(), () => new SgdW(), () => new SignSgd(), () => new Signum(), () => new SimplifiedAdEmaMix(),
    () => new AdamEpsilonHat { WeightDecay = 0.01 }, () => new AdamEpsilonInside(), () => new AggMoUpToEight { Velocities = 7 },
    () => new CautiousAmsGrad(), () => new CautiousNAdamW(), () => new LookaheadMomentum { Interval = 2, ResetVelocity = true },
    () => new MirrorMadGrad(), () => new Sam(), () => new SgdPyTorch { Momentum = 0.9, Nesterov = true, Maximize = true },
    () => new Tiger(), () => new VelocityMomentum(), () => new Yogi(), () => new Sgld { Options = { Seed = 7 } }, () => new EveryFunction(), () => new EveryReduction(),
];

List<(string Name, byte[] Digest)> results = [];
foreach (var create in rules)
{
    Append<float>(create());
    Append<double>(create());
}

// Reductions and the norm of all gradients up to the top of their tree: the totals of several chunks, and of two tensors. One value that is
// not finite would be all that is left of them.
Append<float>(new EveryReduction { Options = { MaximumGradientNorm = 1 } }, 40_003, 20_000, specialShare: 0);
Append<double>(new EveryReduction { Options = { MaximumGradientNorm = 1 } }, 40_003, 20_000, specialShare: 0);
results.Add(("EveryStorage", EveryStorage.Digest()));
results.Add(("RulesOfMatrices float", EveryMatrixOperation.DigestOfRules<float>()));
results.Add(("RulesOfMatrices double", EveryMatrixOperation.DigestOfRules<double>()));
results.Add(("EveryMatrixOperation float", EveryMatrixOperation.Digest<float>()));
results.Add(("EveryMatrixOperation double", EveryMatrixOperation.Digest<double>()));

Console.WriteLine(Convert.ToHexString(SHA256.HashData([.. results.SelectMany(result => result.Digest)])));
Console.WriteLine((WideLanes<float, NearMemory>.IsSupported ? 512 : 8 * Unsafe.SizeOf<Vector<byte>>()).ToString(CultureInfo.InvariantCulture));
results.ForEach(result => Console.WriteLine($"{result.Name} {Convert.ToHexString(result.Digest, 0, 8)}"));

void Append<T>(Optimizer optimizer, int length = 203, int otherLength = 0, double specialShare = 0.05)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    double[] powersOfTen = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3];
    T[] special = [T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.MaxValue, T.MinValue, T.PositiveInfinity, T.NegativeInfinity, T.NaN];
    var random = new Random(1);
    T Draw() => random.NextDouble() < specialShare ? special[random.Next(special.Length)] : T.CreateTruncating((random.NextDouble() - 0.5) * powersOfTen[random.Next(powersOfTen.Length)]);
    T[] Values() => [.. Enumerable.Range(0, length).Select(_ => Draw())];

    if (otherLength > 0)
    {
        T[] others = [.. Enumerable.Range(0, otherLength).Select(index => T.CreateTruncating(1.0 / (index + 1)))];
        optimizer.Add("others", others, others.ToArray());
    }

    // Decays whose powers are exact in double, 11ⁿ/16ⁿ and 13ⁿ/16ⁿ up to n = 13: a Math.Pow that errs by less than one last place gives them. One less
    // the decay is no power of two, which would hide the order of multiplications.
    foreach (var decay in optimizer.Hyperparameters.Where(hyperparameter => hyperparameter.Schema.Below == 1))
    {
        decay.Number = decay.Role == HyperparameterRole.Momentum ? 11 / 16.0 : 13 / 16.0;
    }

    using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    var weights = Values();
    var parameter = optimizer.Add("weights", weights);
    for (var step = 0; step < 12; step++)
    {
        parameter.BindGradients(Values());
        switch (parameter.State)
        {
            case SophiaGState sophia:
                sophia.Hessian.Bind(Values());
                break;
            case SophiaHState sophia:
                sophia.Hessian.Bind(Values());
                break;
            case AdaHessianState adaHessian:
                adaHessian.Hessian.Bind(Values());
                break;
        }

        optimizer.BeforeGradient();
        optimizer.Step();
        foreach (var weight in weights)
        {
            // All NaNs count as one: their payload is the hardware's choice.
            digest.AppendData(BitConverter.GetBytes(T.IsNaN(weight) ? double.NaN : double.CreateTruncating(weight)));
        }
    }

    // A rule that comes again, with other settings, counts its places.
    var rule = optimizer.GetType().Name;
    var type = typeof(T) == typeof(float) ? "float" : "double";
    var place = 1 + results.Count(result => Regex.IsMatch(result.Name, $@"^{rule}(\(\d+\))? {type}$"));
    results.Add(($"{rule}{(place > 1 ? $"({place})" : "")} {type}", digest.GetHashAndReset()));
}
