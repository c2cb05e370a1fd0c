using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Descent.Digest;

/// <summary>Rules of one sweep, of several, and of rows, in every storage of weights, gradients and states.</summary>
internal static class EveryStorage
{
    private const int Rows = 29, Columns = 347;

    private static readonly double[] s_powersOfTen = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2];

    public static byte[] Digest()
    {
        var digests = new List<byte>();
        foreach (var storage in Enum.GetValues<StateStorage>())
        {
            Append<float, float>(storage, default);
            Append<float, float>(storage, default, byChance: true);
            Append<Half, Half>(storage, WeightPrecision.Stochastic);
            Append<Half, float>(storage, WeightPrecision.Compensated);
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                Append<BFloat16, BFloat16>(storage, precision);
            }
        }

        return SHA256.HashData([.. digests]);

        void Append<TWeight, TGradient>(StateStorage storage, WeightPrecision precision, bool byChance = false)
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            // Powers of these are exact, whatever the platform.
            Func<RuleOptimizer>[] rules =
            [
                () => new AdamW { Beta1 = 11 / 16.0, Beta2 = 13 / 16.0 }, () => new Lion(), () => new CautiousLion { Beta1 = 11 / 16.0 }, () => new NesterovLookAhead(),
                () => new Lamb { Beta1 = 11 / 16.0, Beta2 = 13 / 16.0 }, () => new SgdPByRows(),
            ];
            foreach (var create in rules)
            {
                using var rule = create();
                (rule.Storage.States, rule.Storage.Weights, rule.Storage.SmallestInBlocks) = (storage, precision, 0);
                rule.Storage.RoundsStatesByChance = byChance;
                var random = new Random(1);
                var parameter = rule.Add("weights", new TWeight[Rows * Columns], shape: [Rows, Columns]);
                parameter.BindGradients(new TGradient[Rows * Columns]);
                parameter.Weights.CopyFrom<float>(Draw(random));
                parameter.RefreshWeights();
                for (var step = 0; step < 3; step++)
                {
                    parameter.Gradients.CopyFrom<float>(Draw(random));
                    rule.BeforeGradient();
                    rule.Step();
                }

                digests.AddRange(MemoryMarshal.AsBytes(parameter.Weights.Span<TWeight>()));
                foreach (var state in parameter.States.Where(state => state.Schema.Per == Per.Weight))
                {
                    digests.AddRange(MemoryMarshal.AsBytes<float>(state.ToArray<float>()));
                }

                if (parameter.WeightRemainder is { } rest && rest.ElementType != typeof(short))
                {
                    digests.AddRange(MemoryMarshal.AsBytes<float>(rest.ToArray<float>()));
                }
            }
        }
    }

    private static float[] Draw(Random random)
        => [.. Enumerable.Range(0, Rows * Columns).Select(_ => (float)((random.NextDouble() - 0.5) * s_powersOfTen[random.Next(s_powersOfTen.Length)]))];
}
