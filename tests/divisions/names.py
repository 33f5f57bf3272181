"""Names of bodies, each with its kind, province, level and full name, and how one is read."""

from reforms.divisions import read_bodies

NAMED = """
广州市南沙区检察院|procuratorate|guangdong|grassroots|广东省广州市南沙区人民检察院
甘肃省天水市人民检察院|procuratorate|gansu|municipal|甘肃省天水市人民检察院
天津市检察院|procuratorate|tianjin|provincial|天津市人民检察院
上海市浦东新区|procuratorate|shanghai|grassroots|上海市浦东新区人民检察院
延边朝鲜族自治州|procuratorate|jilin|municipal|吉林省延边朝鲜族自治州人民检察院
黔东南州检察院|procuratorate|guizhou|municipal|贵州省黔东南苗族侗族自治州人民检察院
前郭县检察院|procuratorate|jilin|grassroots|吉林省前郭尔罗斯蒙古族自治县人民检察院
巴州检察院|procuratorate|xinjiang|municipal|新疆维吾尔自治区巴音郭楞蒙古自治州人民检察院
海南州检察院|procuratorate|qinghai|municipal|青海省海南藏族自治州人民检察院
吉林市检察院|procuratorate|jilin|municipal|吉林省吉林市人民检察院
仙桃市|procuratorate|hubei|grassroots|湖北省仙桃市人民检察院
昆山市检察院|procuratorate|jiangsu|grassroots|江苏省昆山市人民检察院
浙江省湖州市安吉县检察院|procuratorate|zhejiang|grassroots|浙江省安吉县人民检察院
安徽省和县检察院|procuratorate|anhui|grassroots|安徽省和县人民检察院
东莞市检察院|procuratorate|guangdong|municipal|广东省东莞市人民检察院
苏州工业园区|procuratorate|jiangsu|grassroots|江苏省苏州工业园区人民检察院
南京市院|procuratorate|jiangsu|municipal|江苏省南京市人民检察院
最高人民检察院第十检察厅|procuratorate||supreme|最高人民检察院
最高检|procuratorate||supreme|最高人民检察院
江苏检察机关|system|jiangsu|provincial|江苏省检察机关
江苏省市县三级检察机关|system|jiangsu|provincial|江苏省检察机关
广州市两级检察院|system|guangdong|municipal|广东省广州市检察机关
重庆市人民检察院第一分院|branch|chongqing|municipal|重庆市人民检察院第一分院
重庆市检察院五分院|branch|chongqing|municipal|重庆市人民检察院第五分院
锡林郭勒盟分院|branch|inner-mongolia|municipal|内蒙古自治区人民检察院锡林郭勒盟分院
西藏自治区人民检察院山南分院|branch|tibet|municipal|西藏自治区人民检察院山南分院
山南分院|branch|tibet|municipal|西藏自治区人民检察院山南分院
河北省人民检察院雄安新区分院|branch|hebei|municipal|河北省人民检察院雄安新区分院
湖北省人民检察院汉江分院|branch|hubei|municipal|湖北省人民检察院汉江分院
东莞市第二市区人民检察院|dispatched|guangdong|grassroots|广东省东莞市第二市区人民检察院
珠海横琴新区人民检察院|dispatched|guangdong|grassroots|广东省珠海市横琴新区人民检察院
沈阳市城郊地区检察院|dispatched|liaoning|grassroots|辽宁省沈阳市城郊地区人民检察院
大连经济技术开发区检察院|dispatched|liaoning|grassroots|辽宁省大连经济技术开发区人民检察院
北京铁路运输检察院|railway|beijing|grassroots|北京铁路运输检察院
广州铁路运输第一检察院|railway|guangdong|grassroots|广州铁路运输第一检察院
上海市人民检察院铁路运输分院|railway|shanghai|municipal|上海市人民检察院铁路运输分院
西安铁路运输检察分院|railway|shaanxi|municipal|陕西省人民检察院西安铁路运输分院
新疆生产建设兵团人民检察院|corps|xinjiang|provincial|新疆生产建设兵团人民检察院
兵团院|corps|xinjiang|provincial|新疆生产建设兵团人民检察院
第八师分院|corps|xinjiang|municipal|新疆生产建设兵团人民检察院第八师分院
石河子垦区检察院|corps|xinjiang|grassroots|新疆生产建设兵团石河子垦区人民检察院
南部战区军事检察院|military|||南部战区军事检察院
广州市公安局|other|guangdong||
最高人民法院|other|||
公安部|other|||
国家检察官学院|other|||
"""


def read_body(name, **context):
    [body] = read_bodies(name, **context)
    return body
