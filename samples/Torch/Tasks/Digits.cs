using System.Buffers.Binary;
using System.IO.Compression;
using static TorchSharp.torch;

namespace TorchSample.Tasks;

/// <summary>The digits of MNIST, 8,000 to learn and 2,000 to be asked about, by a network of two convolutions.</summary>
internal sealed class Digits(string folder) : ILearningTask
{
    private const int BatchSize = 64, Pixels = 28;

    private readonly (Tensor Images, Tensor Labels) _training = Read(folder, "train");
    private readonly (Tensor Images, Tensor Labels) _test = Read(folder, "t10k");

    public string Name => "Digits";

    public string About => "Two convolutions and two dense layers read 28 × 28 pixels of handwritten digits; batches of 64.";

    public nn.Module<Tensor, Tensor> CreateNetwork(int seed)
    {
        manual_seed(seed);
        return nn.Sequential(
            ("conv1", nn.Conv2d(1, 8, 3)),
            ("relu1", nn.ReLU()),
            ("pool1", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(8, 16, 3)),
            ("relu2", nn.ReLU()),
            ("pool2", nn.MaxPool2d(2)),
            ("flatten", nn.Flatten()),
            ("dense", nn.Linear(400, 64)),
            ("relu3", nn.ReLU()),
            ("head", nn.Linear(64, 10)));
    }

    public (Tensor Inputs, Tensor Classes) Batch(Random random)
    {
        var indices = tensor(Enumerable.Range(0, BatchSize).Select(_ => (long)random.Next((int)_training.Labels.shape[0])).ToArray());
        return (_training.Images.index_select(0, indices), _training.Labels.index_select(0, indices));
    }

    public (Tensor Inputs, Tensor Classes) Unseen() => _test;

    private static (Tensor Images, Tensor Labels) Read(string folder, string part)
    {
        var (pixels, labels) = (Unpack(folder, part + "-images-idx3-ubyte.gz", 16), Unpack(folder, part + "-labels-idx1-ubyte.gz", 8));
        var images = tensor(pixels, [labels.Length, 1, Pixels, Pixels]).to(ScalarType.Float32) / 255;
        return (images, tensor(labels).to(ScalarType.Int64));
    }

    /// <summary>The values of a file of the idx format, after its header, which begins with zeros, the type and the rank.</summary>
    private static byte[] Unpack(string folder, string name, int header)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        file.CopyTo(content);
        var bytes = content.ToArray();
        return BinaryPrimitives.ReadUInt16BigEndian(bytes) == 0 ? bytes[header..] : throw new InvalidDataException($"{name} is no file of the idx format.");
    }
}
