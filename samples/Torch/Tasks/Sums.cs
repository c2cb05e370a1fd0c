using System.Globalization;
using static TorchSharp.torch;

namespace TorchSample.Tasks;

/// <summary>Lines such as "38+7=45", read letter by letter: a transformer foretells the next letter, and so learns to add.</summary>
internal sealed class Sums : ILearningTask
{
    private const string Letters = "0123456789+= ";
    private const int BatchSize = 32, Length = 32;

    public string Name => "Sums";

    public string About => "A transformer of two layers, 48 wide with 4 heads, reads sums of two numbers below 50 letter by letter and foretells the next; batches of 32 lines of 32 letters.";

    public nn.Module<Tensor, Tensor> CreateNetwork(int seed)
    {
        manual_seed(seed);
        return new Reader(Letters.Length, Length);
    }

    public (Tensor Inputs, Tensor Classes) Batch(Random random) => Lines(random, BatchSize);

    public (Tensor Inputs, Tensor Classes) Unseen() => Lines(new Random(-1), 16 * BatchSize);

    private static (Tensor Inputs, Tensor Classes) Lines(Random random, int count)
    {
        var letters = new long[count * (Length + 1)];
        for (var line = 0; line < count; line++)
        {
            var text = "";
            while (text.Length <= Length)
            {
                var (a, b) = (random.Next(50), random.Next(50));
                text += string.Create(CultureInfo.InvariantCulture, $"{a}+{b}={a + b} ");
            }

            for (var place = 0; place <= Length; place++)
            {
                letters[(line * (Length + 1)) + place] = Letters.IndexOf(text[place], StringComparison.Ordinal);
            }
        }

        var all = tensor(letters, [count, Length + 1]);
        return (all[.., ..Length], all[.., 1..].reshape(-1));
    }

    /// <summary>A decoder: each letter sees those before it.</summary>
    private sealed class Reader : nn.Module<Tensor, Tensor>
    {
        private const int Width = 48, Heads = 4;

        private readonly TorchSharp.Modules.Embedding _letters;
        private readonly TorchSharp.Modules.Embedding _places;
        private readonly TorchSharp.Modules.TransformerEncoder _layers;
        private readonly TorchSharp.Modules.Linear _head;
        private readonly Tensor _order;
        private readonly Tensor _mask;

        public Reader(int letters, int length)
            : base(nameof(Reader))
        {
            _letters = nn.Embedding(letters, Width);
            _places = nn.Embedding(length, Width);
            _layers = nn.TransformerEncoder(nn.TransformerEncoderLayer(Width, Heads, 4 * Width, dropout: 0), 2);
            _head = nn.Linear(Width, letters);
            (_order, _mask) = (arange(length), full([length, length], float.NegativeInfinity).triu(1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            // Letters first, lines second: so the layers want it.
            var seen = (_letters.call(input) + _places.call(_order)).transpose(0, 1);
            return _head.call(_layers.call(seen, _mask, null!)).transpose(0, 1).flatten(0, 1);
        }
    }
}
